update es_parked_event set retry = true where follower = $1 and key = $2
