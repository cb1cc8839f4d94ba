update msg_outbox set state = 'withdrawn', settled_at = clock_timestamp()
where key = $1 and state = 'pending' and (claimed_until is null or claimed_until < clock_timestamp())
