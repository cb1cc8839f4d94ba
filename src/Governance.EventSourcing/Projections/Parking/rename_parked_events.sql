update es_parked_event set follower = $2 where follower = $1
