create index if not exists {table}_at on {table} (at, position)
