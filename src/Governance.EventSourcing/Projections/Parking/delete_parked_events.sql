delete from es_parked_event where follower = $1
