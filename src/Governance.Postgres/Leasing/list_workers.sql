select id, willing, seen_at between clock_timestamp() - $1 and clock_timestamp() + $1 from node
