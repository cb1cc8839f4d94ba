select to_date(right(c.relname, 8), 'YYYYMMDD') as day, i.inhrelid is not null, coalesce(i.inhdetachpending, false)
from pg_class c
left join pg_inherits i on i.inhrelid = c.oid and i.inhparent = 'es_segment'::regclass
where c.relnamespace = (select relnamespace from pg_class where oid = 'es_segment'::regclass)
    and c.relkind = 'r' and c.relname ~ '^es_segment_[0-9]{8}$'
    and to_date(right(c.relname, 8), 'YYYYMMDD') < $1
order by day
