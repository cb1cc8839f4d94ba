select distinct key from msg_dead_letter where source = $1
