select count(*), min(position), min(day) from (
    select position, day from es_segments
    where deployment = $1 and position < $2
    union all
    select seq_id, null from mt_events
    where type = 'behaviour.windows_closed' and split_part(stream_id, '-', 2) = $1 and seq_id < $2
    order by position desc
    limit $3
) before
