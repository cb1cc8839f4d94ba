-- Leases: who may do what only one node may do. Judged by the database's clock; epoch is the fencing token,
-- it rises with every change of holder and never falls, so a row is never deleted.
create table if not exists lease (
    name   text        not null primary key,
    holder text        not null,
    epoch  bigint      not null default 1,
    until  timestamptz not null
);
