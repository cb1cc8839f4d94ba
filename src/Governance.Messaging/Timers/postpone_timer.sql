update msg_timer set fire_at = $4, attempts = attempts + 1 where kind = $1 and key = $2 and id = $3
