insert into audit_fact (position, at, type, stream, actor)
select * from unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[])
