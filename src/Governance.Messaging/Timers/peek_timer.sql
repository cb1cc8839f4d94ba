select fire_at from msg_timer where fire_at > $1 and shard = any ($2) order by fire_at, id limit 1
