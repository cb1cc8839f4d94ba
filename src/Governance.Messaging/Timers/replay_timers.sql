with again as (
    delete from msg_dead_letter where source like 'timer:%' and replayable
    returning source, key, position, body
)
insert into msg_timer (kind, key, due_at, fire_at, payload, armed_at, position, shard)
select substr(source, 7), key, (body ->> 'dueAt')::timestamptz, $1, body -> 'payload', $1, position,
    coalesce((body ->> 'shard')::smallint, 0)
from again
on conflict (kind, key) do nothing
