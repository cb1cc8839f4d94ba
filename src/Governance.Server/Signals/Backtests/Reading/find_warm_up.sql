select count(*), min(position), min(day) from (
    select position, day from es_segments
    where deployment = $1 and position < $2
    order by position desc
    limit $3
) before
