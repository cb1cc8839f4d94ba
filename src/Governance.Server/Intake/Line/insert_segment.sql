insert into es_segment (position, day, deployment, codec, count, raw_length, salt, root, body)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
