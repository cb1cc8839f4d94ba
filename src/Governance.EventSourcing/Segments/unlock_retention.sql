select pg_advisory_unlock(7004, 'es_segment'::regclass::oid::int)
