select count(*), coalesce(sum(count), 0)::bigint from es_segments
where deployment = $1 and position >= $2 and position <= $3 and day between $4 and $5
