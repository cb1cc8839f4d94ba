select id, source, reference, key, position, error, at, replayable, attempts, body::text
from msg_dead_letter
where source = $2 and replayable
order by position, id
limit $1
