select pg_advisory_xact_lock(7004, current_schema()::regnamespace::oid::int)
