with dead as (
    update msg_outbox set state = 'dead', claimed_until = null, settled_at = clock_timestamp()
    where id = $1 and attempts = $2 and state = 'pending'
    returning destination, idempotency_key, key, position
)
insert into msg_dead_letter (source, reference, key, position, error)
select 'outbox:' || destination, idempotency_key, key, position, $3 from dead
on conflict (source, reference) do nothing
