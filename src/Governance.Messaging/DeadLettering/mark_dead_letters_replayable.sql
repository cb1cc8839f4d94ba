update msg_dead_letter set replayable = true
where (source, key) in (select source, key from msg_dead_letter where id = any ($1))
