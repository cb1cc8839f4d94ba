delete from node
where id <> $1 and (home = $2 and seen_at < clock_timestamp() - $3 or seen_at < clock_timestamp() - $4)
