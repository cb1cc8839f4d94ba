select id, sign_in_name, name, roles, password_hash, stamp, failed_attempts, locked_until from access_person where id = $1
