select id, sign_in_name, name, roles, password_hash, stamp, failed_attempts, locked_until from access_person order by name collate "C", id limit $1
