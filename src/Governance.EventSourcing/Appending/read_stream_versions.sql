select s.id, coalesce(e.version, 0), coalesce(e.type = 'archived', false)
from unnest($1::varchar[]) s(id)
left join lateral (select version, type from mt_events where stream_id = s.id order by version desc limit 1) e on true
