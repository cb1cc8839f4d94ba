delete from msg_timer where kind = $1 and key = $2 and id = $3 returning id
