insert into audit_bundle (n, width, entries)
select * from unnest($1::bigint[], $2::smallint[], $3::bytea[])
on conflict (n) do update set width = excluded.width, entries = excluded.entries
where audit_bundle.width < excluded.width
