select seq_id from mt_events
where stream_id = (select min(id) from mt_streams where starts_with(id, 'behaviour-' || $1 || '-'))
order by version
limit 1
