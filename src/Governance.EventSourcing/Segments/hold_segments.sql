insert into es_segment_held
select position, day, deployment, codec, count, raw_length, salt, root, body from es_segment
where day = $1 and position = any($2)
on conflict (position) do nothing
