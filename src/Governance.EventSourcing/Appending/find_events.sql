select id, stream_id, seq_id, timestamp from mt_events where id = any($1)
