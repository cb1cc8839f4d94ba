select distinct position, day from es_segments
where deployment = $1 and position >= $2 and position <= $3 and day between $4 and $5
order by position
limit $6
