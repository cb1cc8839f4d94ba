delete from intake_content where deployment = $1 and day = $2
