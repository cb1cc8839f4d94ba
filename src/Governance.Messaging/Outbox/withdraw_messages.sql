update msg_outbox set state = 'withdrawn', claimed_until = null, settled_at = clock_timestamp()
where key = $1 and state = 'pending'
