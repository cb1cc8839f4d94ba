update es_projection set state = 'retired' where name = $1 and version = $2 and state = $3
