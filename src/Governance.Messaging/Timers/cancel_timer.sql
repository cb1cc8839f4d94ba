delete from msg_timer where kind = $1 and key = $2
