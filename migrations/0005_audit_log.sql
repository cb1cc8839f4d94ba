-- The Merkle log over the facts: entries in bundles of 256, hash tiles, and every checkpoint that was signed.
-- A copy of all three lies outside the database (data folder, log/), written before a checkpoint is.

-- n-th bundle of leaves (c2sp.org/tlog-tiles entry bundle); the last one is replaced by its wider self.
create table if not exists audit_bundle (
    n       bigint   not null primary key,
    width   smallint not null check (width between 1 and 256),
    entries bytea    not null
);

-- n-th tile of a level, 32 bytes a hash; unfinished ones are replaced by their wider selves.
create table if not exists audit_tile (
    level  smallint not null,
    n      bigint   not null,
    hashes bytea    not null check (octet_length(hashes) between 32 and 8192),
    primary key (level, n)
);

-- Signed trees, by size: a size is signed once.
create table if not exists audit_checkpoint (
    size bigint      not null primary key,
    root bytea       not null check (octet_length(root) = 32),
    note text        not null,
    at   timestamptz not null default clock_timestamp()
);

create or replace function audit_only_widens() returns trigger language plpgsql as $$
begin
    raise exception 'signed parts of the log are never changed: % of % is refused', lower(tg_op), tg_table_name
        using errcode = 'restrict_violation';
end $$;

create or replace trigger audit_bundle_only_widens before update on audit_bundle for each row
    when (substr(new.entries, 1, octet_length(old.entries)) <> old.entries) execute function audit_only_widens();
create or replace trigger audit_tile_only_widens before update on audit_tile for each row
    when (substr(new.hashes, 1, octet_length(old.hashes)) <> old.hashes) execute function audit_only_widens();
create or replace trigger audit_bundle_stays before delete or truncate on audit_bundle
    execute function audit_only_widens();
create or replace trigger audit_tile_stays before delete or truncate on audit_tile
    execute function audit_only_widens();
create or replace trigger audit_checkpoint_stays before update or delete or truncate on audit_checkpoint
    execute function audit_only_widens();

-- What the audit page searches: one short row a fact, a function of the log alone.
create table if not exists audit_fact (
    position bigint      not null primary key,
    at       timestamptz not null,
    type     text        not null collate "C",
    stream   text        not null collate "C",
    actor    text        collate "C"
);
create index if not exists audit_fact_type on audit_fact (type, position);
create index if not exists audit_fact_stream on audit_fact (stream, position);
create index if not exists audit_fact_actor on audit_fact (actor, position) where actor is not null;
create index if not exists audit_fact_at on audit_fact (at, position);
