update mt_event_progression set name = $2 where name = $1
