insert into node (id, home, version, event_types, willing) values ($1, $2, $3, $4, $5)
on conflict (id) do update set seen_at = clock_timestamp(), willing = excluded.willing
returning clock_timestamp()
