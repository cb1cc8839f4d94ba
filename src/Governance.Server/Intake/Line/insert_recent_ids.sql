insert into intake_recent (position, at, node, ids) values ($1, $2, $3, $4)
