select 1 where not exists (select from intake_seen where position > $1 and node <> $2)
