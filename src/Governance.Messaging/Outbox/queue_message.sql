insert into msg_outbox
    (destination, key, idempotency_key, content_type, headers, body, position, queued_at, next_at, shard)
values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)
on conflict (idempotency_key) do nothing
