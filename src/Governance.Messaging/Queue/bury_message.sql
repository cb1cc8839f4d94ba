with dead as (
    update msg_message set done_at = clock_timestamp() where id = $1 and claim = $2 and done_at is null
    returning id, type, key, position, body
)
insert into msg_dead_letter (source, reference, key, position, body, error, attempts)
select 'queue', type || '/' || id, key, position, body, $3, $4 from dead
on conflict (source, reference) do nothing
