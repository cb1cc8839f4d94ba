select salt, data::text from mt_events where seq_id = $1
