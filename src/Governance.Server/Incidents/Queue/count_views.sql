-- $1 position or null for now · $2 whose
select count(*) filter (where status in ('open', 'contained')) as action,
       count(*) filter (where status in ('open', 'contained') and $2 in (acknowledged_by, commander)) as mine,
       count(*) filter (where status in ('open', 'contained') and acknowledged_by is null
           and commander is null) as unassigned,
       count(*) filter (where status in ('resolved', 'inreview')) as ending,
       count(*) as everything
from incident_queue_v5
where (valid_to is null or valid_to > $1)
  and ($1::bigint is null and valid_to is null or valid_from <= $1)
