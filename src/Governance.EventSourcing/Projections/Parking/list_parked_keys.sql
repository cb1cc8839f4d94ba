select key, min(position), count(*), coalesce((array_agg(reason order by position))[1], ''), min(parked_at)
from es_parked_event where follower = $1 group by key order by min(position)
limit $2
