insert into oncall_answer_link (hash, person, incident, expires_at) values ($1, $2, $3, $4)
