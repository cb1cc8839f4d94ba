create index if not exists {table}_stream on {table} (stream, position)
