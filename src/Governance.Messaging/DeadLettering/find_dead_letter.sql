select id, source, reference, key, position, error, at, replayable, attempts, body::text
from msg_dead_letter
where id = $2
limit $1
