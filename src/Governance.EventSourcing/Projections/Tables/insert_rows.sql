insert into {table} ({columns}) select * from unnest({arrays})
