insert into access_api_key (id, hash, label, role, issued_at) values ($1, $2, $3, $4, $5)
