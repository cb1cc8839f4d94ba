select s.id, coalesce((select e.version from mt_events e where e.stream_id = s.id order by e.version desc limit 1), 0)
from unnest($1::varchar[]) s(id)
