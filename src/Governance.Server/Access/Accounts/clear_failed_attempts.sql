update access_person set failed_attempts = 0, locked_until = null where id = $1 and failed_attempts > 0
