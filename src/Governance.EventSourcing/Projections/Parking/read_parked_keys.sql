select key, count(*), bool_or(retry) from es_parked_event where follower = $1 group by key
