-- Times never run backwards over positions, so a binary search finds the last one that was recorded by then.
with recursive search (low, high) as (
    select 0::bigint, position from es_head
    union all
    select case when fact.timestamp <= $1 then middle.at else search.low end,
        case when fact.timestamp <= $1 then search.high else middle.at - 1 end
    from search
    cross join lateral (select (search.low + search.high + 1) / 2 as at) middle
    join mt_events fact on fact.seq_id = middle.at
    where search.low < search.high
)
select low from search where low = high
