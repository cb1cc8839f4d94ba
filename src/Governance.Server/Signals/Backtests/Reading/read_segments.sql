select segment.position, header.timestamp, header.data ->> 'name', segment.raw_length, segment.body
from es_segments segment
join mt_events header on header.seq_id = segment.position
where segment.position = any($1) and segment.day between $2 and $3
