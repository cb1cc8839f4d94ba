-- Ids of observations stored lately, by the append that stored them: a request that is sent again, also to another
-- node, stores nothing twice. 24 bytes an id; rows older than the window are deleted.
create table if not exists intake_recent (
    position bigint      not null primary key,
    at       timestamptz not null,
    node     uuid        not null,
    ids      bytea       not null
);
create index if not exists intake_recent_at on intake_recent (at);

-- Acknowledged observations whose version only their trace can tell, until it does or the deadline has passed.
create table if not exists intake_waiting (
    id       uuid        not null primary key,
    deadline timestamptz not null,
    count    int         not null,
    body     bytea       not null
);
