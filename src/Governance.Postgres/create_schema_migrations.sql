create table if not exists schema_migrations (
    name       text        not null primary key,
    sha256     text        not null,
    applied_at timestamptz not null default now()
)
