insert into msg_message (id, type, key, shard, body, position) values ($1, $2, $3, $4, $5, $6)
on conflict (id) do nothing
