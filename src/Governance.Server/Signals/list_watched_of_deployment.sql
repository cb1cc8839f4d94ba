select position from es_segments
where deployment = $1 and position > $2 and position < $3
union all
select seq_id from mt_events
where type = 'behaviour.windows_closed' and split_part(stream_id, '-', 2) = $1 and seq_id > $2 and seq_id < $3
order by position desc
limit $4
