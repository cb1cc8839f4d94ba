delete from es_parked_event where follower = $1 and key = $2
