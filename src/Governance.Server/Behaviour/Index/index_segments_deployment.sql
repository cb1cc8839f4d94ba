create index if not exists {table}_deployment on {table} (deployment, position)
