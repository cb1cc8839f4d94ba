delete from msg_dead_letter where id = $1
