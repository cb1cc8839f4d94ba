insert into audit_tile (level, n, hashes)
select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])
on conflict (level, n) do update set hashes = excluded.hashes
where octet_length(audit_tile.hashes) < octet_length(excluded.hashes)
