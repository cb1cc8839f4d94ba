select version, type, created, timestamp from mt_streams where id = $1
