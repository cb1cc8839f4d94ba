select kind, key, id, due_at, fire_at, payload::text, position, attempts, shard
from msg_timer
where fire_at <= $1 and shard = any ($2)
order by fire_at, id
limit $3
