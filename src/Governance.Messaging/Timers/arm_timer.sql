insert into msg_timer (kind, key, due_at, fire_at, payload, armed_at, position, shard)
values ($1, $2, $3, $3, $4, $5, $6, $7)
on conflict (kind, key) do update set
    id = excluded.id,
    due_at = excluded.due_at,
    fire_at = excluded.fire_at,
    payload = excluded.payload,
    armed_at = excluded.armed_at,
    position = excluded.position,
    shard = excluded.shard,
    attempts = 0
