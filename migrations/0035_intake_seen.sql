-- Digests of what was stored lately, 8 bytes each, a block for each segment: a record that is sent again, also to
-- another node or after a restart, stores nothing twice. In the place of intake_recent, which stays for the binary
-- before this one.
create table if not exists intake_seen (
    position   bigint      not null primary key,
    at         timestamptz not null,
    node       uuid        not null,
    deployment text        not null,
    ids        bytea       not null
);
alter table intake_seen alter column ids set storage external;
create index if not exists intake_seen_at on intake_seen (at);
create index if not exists intake_seen_deployment on intake_seen (deployment, position);

-- Up to when a deployment's digests are forgotten: what happened before it may have been stored before.
create table if not exists intake_forgotten (
    deployment   text        not null primary key,
    forgotten_to timestamptz not null
);
