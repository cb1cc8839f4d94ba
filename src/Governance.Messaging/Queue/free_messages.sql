update msg_message set claim = 0
where shard = $1 and done_at is null and claim > 0 and (claim <> $2 or id <> all($3::uuid[]))
