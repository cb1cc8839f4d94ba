update access_person set roles = $2 where id = $1
