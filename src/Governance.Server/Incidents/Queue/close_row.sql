update incident_queue set valid_to = $2 where incident = $1 and valid_to is null
