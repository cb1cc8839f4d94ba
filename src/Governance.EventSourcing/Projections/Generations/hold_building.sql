select from es_projection where name = $1 and version = $2 and generation = $3 and state = 'building' for share
