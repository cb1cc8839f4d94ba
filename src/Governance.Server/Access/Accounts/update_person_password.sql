update access_person set password_hash = $2, stamp = $3, failed_attempts = 0, locked_until = null where id = $1
