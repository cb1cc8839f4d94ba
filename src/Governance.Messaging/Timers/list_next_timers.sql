select kind, key, id, due_at, fire_at, payload::text, position, attempts
from msg_timer
where fire_at <= $1
order by fire_at, id
limit $2
