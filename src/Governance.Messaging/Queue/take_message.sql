update msg_message set done_at = clock_timestamp() where id = $1 and claim = $2 and done_at is null returning id
