delete from intake_recent where at < $1
