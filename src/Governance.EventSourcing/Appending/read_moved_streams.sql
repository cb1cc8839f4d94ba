select stream_id, max(version), bool_or(type = 'archived') from mt_events where seq_id > $1 and seq_id <= $2
group by stream_id
