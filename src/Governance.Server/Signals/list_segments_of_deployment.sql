select position from es_segments
where deployment = $1 and position > $2 and position < $3
order by position desc
limit $4
