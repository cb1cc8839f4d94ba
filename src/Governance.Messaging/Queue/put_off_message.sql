update msg_message set claim = -1, attempts = $3, due_at = clock_timestamp() + $4
where id = $1 and claim = $2 and done_at is null
