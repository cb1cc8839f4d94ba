select stream_id, max(version) from mt_events where seq_id > $1 and seq_id <= $2 group by stream_id
