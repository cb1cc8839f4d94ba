update msg_message set done_at = clock_timestamp() where id = any($1) and done_at is null
