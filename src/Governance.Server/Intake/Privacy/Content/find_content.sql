select deployment, day, box from intake_content where position = $1 and index = $2
