select position, day from es_segments
where deployment = $1 and position >= $2 and position <= $3 and day between $4 and $5
union
select seq_id, null from mt_events
where type = 'behaviour.windows_closed' and split_part(stream_id, '-', 2) = $1 and seq_id >= $2 and seq_id <= $3
order by position
limit $6
