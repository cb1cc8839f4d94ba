select
    node.id, home, version, started_at, seen_at, clock_timestamp() - seen_at, willing,
    array(
        select distinct other_type from node other, unnest(other.event_types) other_type
        where not other_type = any (node.event_types) order by 1
    ),
    array(select name from lease where holder = node.id and until > clock_timestamp() order by name)
from node
order by started_at, node.id
