-- Of every deployment that ever streamed: its id, and its name as its sender said it last.
with streams as (
    select left(substr(id, length('behaviour-') + 1), -9) as deployment, max(id) as last
    from mt_streams
    where starts_with(id, 'behaviour-')
    group by 1
)
select streams.deployment,
    (select data ->> 'name' from mt_events where stream_id = streams.last order by version desc limit 1)
from streams
order by 2, 1
