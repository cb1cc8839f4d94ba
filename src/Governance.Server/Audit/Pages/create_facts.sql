create table if not exists {table} (
    position bigint      not null primary key,
    at       timestamptz not null,
    type     text        not null collate "C",
    stream   text        not null collate "C",
    actor    text        collate "C"
)
