with recursive line as (
    (
        select destination, id from msg_outbox where state = 'pending' and shard = any ($1)
        order by destination, id limit 1
    )
    union all
    select head.destination, head.id
    from line, lateral (
        select destination, id from msg_outbox
        where state = 'pending' and shard = any ($1) and destination > line.destination
        order by destination, id limit 1
    ) head
)
select
    m.id, m.destination, m.idempotency_key, m.key, m.content_type, m.headers::text, m.body,
    coalesce(m.claimed_until > clock_timestamp(), false), m.replayed_from, m.shard,
    greatest(m.next_at, c.open_until) - clock_timestamp()
from line
join msg_outbox m using (id)
left join msg_circuit c on c.destination = m.destination
limit $2
