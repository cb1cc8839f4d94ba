create index if not exists {table}_numbers on {table} (number desc) where valid_to is null
