select pg_terminate_backend(a.pid), a.pid, coalesce(a.application_name, ''),
    extract(epoch from clock_timestamp() - a.xact_start)::float8
from pg_locks l join pg_stat_activity a on a.pid = l.pid
where l.locktype = 'advisory' and l.granted
    and l.classid = 7001 and l.objid = current_schema()::regnamespace::oid and l.objsubid = 2
    and l.database = (select oid from pg_database where datname = current_database())
    and a.pid <> pg_backend_pid()
    and a.xact_start < clock_timestamp() - interval '3 seconds'
