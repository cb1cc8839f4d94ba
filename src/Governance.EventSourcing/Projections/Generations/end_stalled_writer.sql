select pg_terminate_backend(pid) from pg_locks
where locktype = 'advisory' and granted and pid <> pg_backend_pid()
    and classid = 7005 and objid::bigint = hashtext(current_schema() || ' ' || $1)::bigint & 4294967295
    and database = (select oid from pg_database where datname = current_database())
