delete from mt_event_progression where name = $1
