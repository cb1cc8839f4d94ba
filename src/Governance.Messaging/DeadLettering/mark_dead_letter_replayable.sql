update msg_dead_letter set replayable = true where id = $1
