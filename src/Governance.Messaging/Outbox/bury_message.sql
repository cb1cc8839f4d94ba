with dead as (
    update msg_outbox set state = 'dead', claimed_until = null, settled_at = clock_timestamp()
    where id = $1 and attempts = $2 and state = 'pending'
    returning destination, idempotency_key, key, position, attempts, replayed_from, content_type, queued_at, body
)
insert into msg_dead_letter (source, reference, key, position, error, attempts, body)
select 'outbox:' || destination, idempotency_key, key, position, $3, attempts - replayed_from,
    json_build_object(
        'contentType', content_type,
        'queuedAt', queued_at,
        'body', case
            when content_type in ('application/json', 'text/plain') then convert_from(body, 'UTF8')
        end)
from dead
on conflict (source, reference) do nothing
