update msg_dead_letter set replayable = false, error = $2 where id = $1
