select
    coalesce(q.destination, c.destination), coalesce(q.waiting, 0), q.oldest,
    coalesce(c.failures, 0), c.open_until, coalesce(c.open_until > clock_timestamp(), false), c.error, c.failed_at
from (
    select destination, count(*) as waiting, min(queued_at) as oldest
    from msg_outbox where state = 'pending' group by destination
) q
full join msg_circuit c using (destination)
order by 1
limit $1
