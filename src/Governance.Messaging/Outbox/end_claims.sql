update msg_outbox set claimed_until = '-infinity' where state = 'pending' and claimed_until > clock_timestamp()
