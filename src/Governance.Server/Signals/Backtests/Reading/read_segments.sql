select segment.position, header.timestamp, header.data ->> 'name', segment.raw_length, segment.body
from es_segments segment
join mt_events header on header.seq_id = segment.position
where segment.position = any($1) and segment.day between $2 and $3
union all
select seq_id, timestamp, data ->> 'name', 0, null from mt_events
where seq_id = any($1) and type = 'behaviour.windows_closed'
