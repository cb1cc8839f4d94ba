with again as (
    delete from msg_dead_letter where source = 'queue' and replayable and key = any($1)
    returning id, reference, key, position, body
)
insert into msg_message (id, type, key, shard, body, position)
select split_part(reference, '/', 2)::uuid, split_part(reference, '/', 1), key, $2, body, position
from again order by again.id
on conflict (id) do update set seq = excluded.seq, claim = 0, attempts = 0, due_at = null, done_at = null
