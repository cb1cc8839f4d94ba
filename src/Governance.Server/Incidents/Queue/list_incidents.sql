-- $1 position or null for now · $2 view · $3 whose · $4 severities · $5 models · $6 statuses · $7 acknowledged
-- $8 words, each found somewhere · $9 sort · $10 the one severity chosen beside the words · $11 limit · $12 offset
with matching as (
    select *
    from incident_queue_v5
    where (valid_to is null or valid_to > $1)
      and ($1::bigint is null and valid_to is null or valid_from <= $1)
      and ($2 = 'all' or status = any(case when $2 = 'ending'
          then array['resolved', 'inreview'] else array['open', 'contained'] end))
      and ($2 <> 'mine' or $3 in (acknowledged_by, commander))
      and ($2 <> 'unassigned' or acknowledged_by is null and commander is null)
      and ($4::smallint[] is null or severity = any($4))
      and ($10::smallint is null or severity = $10)
      and ($5::text[] is null or exists (
          select from unnest($5) as model where starts_with(deployment_name, model) or model_version = model))
      and ($6::text[] is null or status = any($6))
      and ($7::boolean is null or (acknowledged_by is not null) = $7)
      and not exists (select from unnest($8::text[]) as word where strpos(search, word) = 0)
), placed as (
    select *, row_number() over (order by
        case when $9 = 'priority' then (status not in ('open', 'contained'))::int end,
        case when $9 = 'priority' then severity end,
        case when $9 = 'priority' then (acknowledged_by is not null)::int end,
        case when $9 = 'newest' then -number else number end) as place
    from matching
)
select incident, number, title, severity, status, deployment, deployment_name, model_version, alarm, detected_by,
       declared_at, acknowledged_by, first_acknowledged_at, contained_after_ms, resolved_at, signal_count,
       commander, (select count(*) from matching) as total
from (select) as once left join placed on place > $12 and place <= $12 + $11
order by place
