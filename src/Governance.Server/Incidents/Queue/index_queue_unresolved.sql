create index if not exists {table}_unresolved on {table} (severity, declared_at)
    where valid_to is null and status in ('open', 'contained')
