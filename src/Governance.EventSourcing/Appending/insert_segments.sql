insert into es_segment (position, day, deployment, codec, count, raw_length, salt, root, body)
select * from unnest(
    $1::bigint[], $2::date[], $3::text[], $4::smallint[], $5::int[], $6::int[], $7::bytea[], $8::bytea[], $9::bytea[])
