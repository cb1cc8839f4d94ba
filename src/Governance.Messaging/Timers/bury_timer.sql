with dead as (
    delete from msg_timer where kind = $1 and key = $2 and id = $3
    returning kind, key, id, position, payload, due_at, shard, attempts
)
insert into msg_dead_letter (source, reference, key, position, body, error, attempts)
select 'timer:' || kind, key || '/' || id, key, position,
    json_build_object('dueAt', due_at, 'shard', shard, 'payload', payload), $4, attempts + 1
from dead
on conflict (source, reference) do nothing
