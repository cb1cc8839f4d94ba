insert into mt_streams (id, type, version, timestamp, created)
select s.id, s.type, s.version, h.at, h.at
from es_head h, unnest($1::varchar[], $2::varchar[], $3::bigint[]) s(id, type, version)
on conflict (id) do update set version = excluded.version, timestamp = excluded.timestamp
