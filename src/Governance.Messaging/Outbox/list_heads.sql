select distinct on (destination)
    id, destination, idempotency_key, key, content_type, headers::text, body, attempts, next_at,
    coalesce(claimed_until > clock_timestamp(), false), replayed_from
from msg_outbox
where state = 'pending'
order by destination, id
limit $1
