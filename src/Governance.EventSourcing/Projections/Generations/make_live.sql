update es_projection set state = 'live', caught_up_at = transaction_timestamp()
where name = $1 and version = $2 and generation = $3 and state = 'building'
