select coalesce(sum(n_tup_upd + n_tup_del), 0)::bigint from pg_stat_all_tables
where relid in ('mt_events'::regclass, 'es_segment_held'::regclass)
    or relid in (select inhrelid from pg_inherits where inhparent = 'es_segment'::regclass)
