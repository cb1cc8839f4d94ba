create index if not exists {table}_actor on {table} (actor, position) where actor is not null
