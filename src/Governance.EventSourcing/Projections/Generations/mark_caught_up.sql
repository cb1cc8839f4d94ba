update es_projection set caught_up_at = transaction_timestamp()
where name = $1 and version = $2 and generation = $3 and caught_up_at is null
