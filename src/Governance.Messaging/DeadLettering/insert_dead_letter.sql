insert into msg_dead_letter (source, reference, key, position, error) values ($1, $2, $3, $4, $5)
on conflict (source, reference) do nothing
