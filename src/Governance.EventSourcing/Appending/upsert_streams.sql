insert into mt_streams (id, type, version, timestamp, created)
select id, type, version, $4, $4 from unnest($1::varchar[], $2::varchar[], $3::bigint[]) s(id, type, version)
on conflict (id) do update set version = excluded.version, timestamp = excluded.timestamp
