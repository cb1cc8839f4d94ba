update es_projection set state = 'dropped' where name = $1 and version = $2 and generation = $3 and state = 'retired'
