select position from es_segments
where deployment = $1 and position between $2 and $3
order by position desc
limit $4
