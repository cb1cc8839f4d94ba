create unique index if not exists {table}_current on {table} (incident) where valid_to is null
