update es_parked_event set retry = false where follower = $1 and key = $2
