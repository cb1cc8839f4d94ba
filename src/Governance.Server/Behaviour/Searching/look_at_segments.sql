with looked as materialized (
    select position, recorded_at, first_at, last_at, day, count, kinds, deployment, name from behaviour_segment_v1
    where position <= $1 and ($2::text is null or deployment = $2)
    order by position desc
    limit $3
), bottom as (
    select min(position) as position, count(*) as count from looked
)
select bottom.position, bottom.count, fit.position, fit.recorded_at, fit.day, fit.count, fit.deployment, fit.name,
    filter.ids
from bottom
left join looked fit on fit.last_at >= $4 and fit.first_at < $5 and fit.recorded_at >= $6 and fit.recorded_at < $7
    and fit.kinds & $8 <> 0
left join behaviour_filter filter on $9 and filter.position = fit.position
order by fit.position desc
