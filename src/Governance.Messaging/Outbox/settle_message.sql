update msg_outbox set
    state = $3,
    next_at = clock_timestamp() + $4,
    claimed_until = null,
    settled_at = case when $3 = 'sent' then clock_timestamp() end
where id = $1 and attempts = $2 and state = 'pending'
