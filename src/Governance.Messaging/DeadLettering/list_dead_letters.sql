select id, source, reference, key, position, error, at, replayable from msg_dead_letter order by id limit $1
