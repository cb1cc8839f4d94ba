insert into intake_waiting (id, deadline, count, body) values ($1, $2, $3, $4)
