select position, recorded_at, count from behaviour_segment_v1
where deployment = $1 and position <= $2 and last_at >= $3 and first_at < $4
order by position
limit $5
