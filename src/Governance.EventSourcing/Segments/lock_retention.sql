select pg_try_advisory_lock(7004, 'es_segment'::regclass::oid::int)
