-- Projections in generations. The rows of one lie in {table}_v{version}_g{generation}; the view {table}_v{version} shows
-- the live one. A rebuild fills the next generation beside it and moves the view.
-- incident_queue and audit_fact serve the previous binary only, and go when nobody runs it any more.
create table if not exists es_projection (
    name         text        not null collate "C",
    version      integer     not null check (version > 0),
    generation   integer     not null check (generation > 0),
    state        text        not null check (state in ('live', 'building', 'retired', 'dropped')),
    caught_up_at timestamptz,
    primary key (name, version, generation)
);
create unique index if not exists es_projection_live on es_projection (name, version) where state = 'live';
create unique index if not exists es_projection_building on es_projection (name, version) where state = 'building';

-- Events that a generation has set aside: the one that could not be applied, with the reason, and whatever concerns the
-- same key after it, without. follower is the generation's name in mt_event_progression.
create table if not exists es_parked_event (
    follower  text        not null collate "C",
    key       text        not null collate "C",
    position  bigint      not null,
    reason    text,
    parked_at timestamptz not null default transaction_timestamp(),
    retry     boolean     not null default false,
    primary key (follower, key, position)
);

-- What every transaction of a projection begins with: the checkpoint moves from where the caller thinks it is, and the
-- caller holds the lease at that moment; else all of the transaction fails. The lease is judged last, after any wait for
-- the row. Rows that follow from the log need not wait for the disk: a crash loses them together with the checkpoint.
create or replace function es_move_checkpoint(
    follower text, from_position bigint, to_position bigint, lease_name text, lease_holder text, lease_epoch bigint)
returns void language plpgsql set search_path from current as $$
begin
    perform set_config('synchronous_commit', 'off', true);
    update mt_event_progression set last_seq_id = to_position, last_updated = transaction_timestamp()
    where name = follower and last_seq_id = from_position;
    if not found then
        raise exception 'the checkpoint of % is not at %', follower, from_position using errcode = 'MT011';
    end if;
    perform from lease
    where name = lease_name and holder = lease_holder and epoch = lease_epoch and until > clock_timestamp();
    if not found then
        raise exception 'epoch % of lease % is over', lease_epoch, lease_name using errcode = 'MT010';
    end if;
end $$;
