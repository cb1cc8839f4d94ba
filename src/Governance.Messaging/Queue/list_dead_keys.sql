select key, bool_and(replayable) from msg_dead_letter where source = 'queue' group by key
