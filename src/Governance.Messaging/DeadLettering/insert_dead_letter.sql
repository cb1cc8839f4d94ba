insert into msg_dead_letter (source, reference, key, position, error, attempts, body) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (source, reference) do nothing
