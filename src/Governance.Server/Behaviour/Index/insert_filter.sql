insert into behaviour_filter (position, day, ids) values ($1, $2, $3)
on conflict (position) do nothing
