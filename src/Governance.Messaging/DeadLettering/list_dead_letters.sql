select id, source, reference, key, position, error, at, replayable, attempts, body::text
from msg_dead_letter
order by id
limit $1
