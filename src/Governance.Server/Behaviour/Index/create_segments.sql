create table if not exists {table} (
    position    bigint      not null primary key,
    recorded_at timestamptz not null,
    first_at    timestamptz not null,
    last_at     timestamptz not null,
    day         date        not null,
    count       int         not null,
    kinds       int         not null,
    deployment  text        not null collate "C",
    name        text        not null
)
