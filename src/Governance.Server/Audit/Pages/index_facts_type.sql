create index if not exists {table}_type on {table} (type, position)
