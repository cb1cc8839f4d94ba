with dead as (
    delete from msg_timer where kind = $1 and key = $2 and id = $3
    returning kind, key, id, position, payload, due_at
)
insert into msg_dead_letter (source, reference, key, position, body, error)
select 'timer:' || kind, key || '/' || id, key, position,
    json_build_object('dueAt', due_at, 'payload', payload), $4
from dead
on conflict (source, reference) do nothing
