delete from intake_waiting where id = $1 returning 1
