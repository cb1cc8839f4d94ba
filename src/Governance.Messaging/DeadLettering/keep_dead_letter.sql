update msg_dead_letter set
    replayable = false,
    attempts = attempts + (id = $1)::int,
    error = case when id = $1 then $2 else error end
where (source, key) in (select source, key from msg_dead_letter where id = $1)
