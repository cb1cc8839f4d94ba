update msg_outbox set claimed_until = '-infinity'
where state = 'pending' and shard = $1 and claimed_until > clock_timestamp()
