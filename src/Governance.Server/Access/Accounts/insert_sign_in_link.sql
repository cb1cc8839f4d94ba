insert into access_sign_in_link (hash, person, expires_at) values ($1, $2, $3)
