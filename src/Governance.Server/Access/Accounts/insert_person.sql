insert into access_person (id, sign_in_name, name, roles, stamp, registered_at) values ($1, $2, $3, $4, $5, $6)
