-- The whole schema, for reading and for a database made by hand: every migration, one after the other.
-- Made from the migrations; never edit it. GOVERNANCE_UPDATE_SNAPSHOTS=1 with the tests writes it anew.

-- ==== 0001_postgres_leases

-- Leases: who may do what only one node may do. Judged by the database's clock; epoch is the fencing token,
-- it rises with every change of holder and never falls, so a row is never deleted.
create table if not exists lease (
    name   text        not null primary key,
    holder text        not null,
    epoch  bigint      not null default 1,
    until  timestamptz not null
);

-- ==== 0002_eventsourcing_door

-- The log and its one door. Tables in Marten 9's columns; own columns come after them.
-- Every writer, ours or foreign, passes the append lock, so positions are dense and in commit order.

-- The door: last position given, the time it was given at, and the incarnation of the log (raised by a restore).
create table if not exists es_head (
    only_row boolean     not null default true primary key check (only_row),
    position bigint      not null default 0,
    at       timestamptz not null default 'epoch',
    epoch    bigint      not null default 1
);
insert into es_head default values on conflict do nothing;

create sequence if not exists mt_events_sequence;

create table if not exists mt_streams (
    id          varchar     not null constraint pkey_mt_streams_id primary key,
    type        varchar,
    version     bigint,
    timestamp   timestamptz not null default now(),
    created     timestamptz not null default now(),
    tenant_id   varchar     default '*DEFAULT*',
    is_archived boolean     default false
);

create table if not exists mt_events (
    seq_id         bigint       not null constraint pkey_mt_events_seq_id primary key,
    id             uuid         not null,
    stream_id      varchar      not null,
    version        bigint       not null,
    data           json         not null,
    bdata          bytea,
    type           varchar(500) not null,
    timestamp      timestamptz  not null default now(),
    tenant_id      varchar      default '*DEFAULT*',
    mt_dotnet_type varchar,
    is_archived    boolean      default false,
    correlation_id varchar,
    causation_id   varchar,
    headers        json,
    user_name      varchar,
    salt           bytea        not null check (octet_length(salt) = 32),
    data_hash      bytea        not null check (octet_length(data_hash) = 32),
    meta_hash      bytea        not null check (octet_length(meta_hash) = 32)
);
create unique index if not exists pk_mt_events_stream_and_version on mt_events (stream_id, version);
create unique index if not exists mt_events_id on mt_events (id);
-- Readers of decisions walk past behaviour without touching it; behaviour rows cost this index nothing.
create index if not exists mt_events_governed on mt_events (seq_id) where type not like 'behaviour.%';

create table if not exists mt_event_progression (
    name         varchar     not null constraint pk_mt_event_progression primary key,
    last_seq_id  bigint,
    last_updated timestamptz default transaction_timestamp()
);

-- The append lock, one per schema. 7001 is the door's number among this product's advisory locks.
create or replace function es_lock() returns void language plpgsql set search_path from current as $$
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'the log is written in READ COMMITTED only, this transaction is %',
            current_setting('transaction_isolation') using errcode = 'feature_not_supported';
    end if;
    perform pg_advisory_xact_lock(7001, current_schema()::regnamespace::oid::int);
end $$;

-- What the appender does first: wait at most two seconds for the lock, then see the head and the time to write at.
create or replace function es_enter(out "position" bigint, out at timestamptz, out epoch bigint)
language plpgsql set search_path from current set lock_timeout = '2s' as $$
begin
    perform es_lock();
    select h.position, greatest(h.at, clock_timestamp()), h.epoch into es_enter.position, es_enter.at, es_enter.epoch
    from es_head h;
end $$;

create or replace function es_lock_first() returns trigger language plpgsql set search_path from current as $$
begin
    perform es_lock();
    return null;
end $$;

create or replace function es_refuse() returns trigger language plpgsql set search_path from current as $$
begin
    raise exception 'facts are never changed: % of % is refused', lower(tg_op), tg_table_name
        using errcode = 'restrict_violation';
end $$;

create or replace function es_mirror_head() returns trigger language plpgsql set search_path from current as $$
begin
    perform setval('mt_events_sequence', new.position);
    return null;
end $$;

-- Length-prefixed bytes of one field; null is a length no text can have.
create or replace function es_frame(field text) returns bytea language sql immutable parallel safe as $$
    select coalesce(int4send(octet_length(convert_to(field, 'UTF8'))) || convert_to(field, 'UTF8'), '\xffffffff'::bytea)
$$;

create or replace function es_meta_hash(
    salt bytea, id uuid, causation_id text, user_name text, dotnet_type text, headers json)
returns bytea language sql immutable parallel safe set search_path from current as $$
    select sha256(salt || es_frame(id::text) || es_frame(causation_id) || es_frame(user_name)
        || es_frame(dotnet_type) || es_frame(headers::text))
$$;

-- A foreign writer's row: position and time come from the door, own columns are filled in, its stream's head is kept.
-- The cast to jsonb refuses what json stores but nobody could read again (\u0000, lone surrogates).
create or replace function es_complete_event() returns trigger language plpgsql set search_path from current as $$
declare
    previous bigint;
begin
    perform new.data::jsonb, new.headers::jsonb;
    select coalesce(max(version), 0) into previous from mt_events where stream_id = new.stream_id;
    if new.version > previous + 1 then
        raise exception 'stream % is at version %, an event of version % would leave a gap',
            new.stream_id, previous, new.version using errcode = 'MT003';
    end if;
    update es_head set position = position + 1, at = greatest(at, clock_timestamp())
        returning position, at into new.seq_id, new.timestamp;
    insert into mt_streams (id, version, tenant_id) values (new.stream_id, new.version, new.tenant_id)
        on conflict (id) do update set version = excluded.version, timestamp = excluded.timestamp
        where mt_streams.version < excluded.version;
    new.salt := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
    new.data_hash := sha256(new.salt || convert_to(new.data::text, 'UTF8'));
    new.meta_hash := es_meta_hash(
        new.salt, new.id, new.causation_id, new.user_name, new.mt_dotnet_type, new.headers);
    perform pg_notify('governance_' || current_schema()::regnamespace::oid, 'log:' || new.seq_id);
    return new;
end $$;

create or replace trigger es_head_only_rises before update on es_head for each row
    when (new.position < old.position or new.at < old.at or new.epoch < old.epoch) execute function es_refuse();
create or replace trigger es_head_mirrored after update on es_head for each row execute function es_mirror_head();
create or replace trigger es_head_stays before delete or truncate on es_head execute function es_refuse();

create or replace trigger es_streams_lock before insert or update on mt_streams execute function es_lock_first();
create or replace trigger es_streams_stay before delete or truncate on mt_streams execute function es_refuse();

create or replace trigger es_events_lock before insert on mt_events execute function es_lock_first();
create or replace trigger es_events_stay before update or delete or truncate on mt_events execute function es_refuse();
create or replace trigger es_events_complete before insert on mt_events for each row
    when (new.salt is null or new.data_hash is null or new.meta_hash is null) execute function es_complete_event();

-- Marten's quick append, through the door. Answers [last version, position, position, …].
create or replace function mt_quick_append_events(
    stream varchar, stream_type varchar, tenantid varchar, event_ids uuid[], event_types varchar[],
    dotnet_types varchar[], bodies jsonb[], bdatas bytea[], timestamps timestamptz[],
    expected_version bigint default null)
returns bigint[] language plpgsql set search_path from current as $$
declare
    head     mt_streams%rowtype;
    answer   bigint[];
    given    bigint;
begin
    perform es_lock();
    select * into head from mt_streams where id = stream;
    if head.is_archived then
        raise exception 'stream % is archived', stream using errcode = 'MT001';
    end if;
    if expected_version is not null and expected_version <> coalesce(head.version, 0) then
        raise exception 'stream % is at version %, not %', stream, coalesce(head.version, 0), expected_version
            using errcode = 'MT003';
    end if;
    if head.id is null then
        insert into mt_streams (id, type, version, tenant_id) values (stream, stream_type, 0, tenantid);
    end if;
    answer := array[coalesce(head.version, 0) + coalesce(array_length(event_ids, 1), 0)];
    for i in 1 .. coalesce(array_length(event_ids, 1), 0) loop
        insert into mt_events (id, stream_id, version, data, bdata, type, tenant_id, mt_dotnet_type)
            values (event_ids[i], stream, coalesce(head.version, 0) + i, bodies[i]::json, bdatas[i], event_types[i],
                tenantid, dotnet_types[i])
            returning seq_id into given;
        answer := answer || given;
    end loop;
    return answer;
end $$;

-- ==== 0003_eventsourcing_segments

-- Behaviour in segments: the bytes of one batch of observations, at the position of its header event.
-- Partitioned by recorded day (UTC), so retention is a dropped partition. Partitions are made by SegmentPartitions.
create table if not exists es_segment (
    position   bigint   not null,
    day        date     not null,
    deployment text     not null,
    codec      smallint not null,
    count      int      not null,
    raw_length int      not null,
    salt       bytea    not null,
    root       bytea    not null,
    body       bytea    not null,
    primary key (position, day)
) partition by range (day);
-- The bytes are compressed already.
alter table es_segment alter column body set storage external;
create index if not exists es_segment_of_deployment on es_segment (deployment, day, position);

-- Made apart and then attached: attaching lets appends go on, creating in place would wait for them.
create or replace function es_make_segment_partition(wanted date) returns void
language plpgsql set search_path from current as $$
declare
    part text := 'es_segment_' || to_char(wanted, 'YYYYMMDD');
begin
    perform pg_advisory_xact_lock(7003, current_schema()::regnamespace::oid::int);
    if to_regclass(part) is not null then
        return;
    end if;
    execute format('create table %I (like es_segment including all)', part);
    execute format(
        'alter table es_segment attach partition %I for values from (%L) to (%L)', part, wanted, wanted + 1);
end $$;

-- ==== 0004_messaging_timers_outbox

-- Messaging: durable timers, the outbox of what leaves the system, and dead letters.

-- One timer per kind and key. It is armed in the commit of the fact that wanted it and removed in the commit of the
-- facts that its firing made, so it can be neither lost nor doubled. id tells one arming from the next.
create table if not exists msg_timer (
    kind     text        not null,
    key      text        not null,
    id       bigint      not null generated by default as identity,
    due_at   timestamptz not null,
    fire_at  timestamptz not null,
    payload  json        not null,
    armed_at timestamptz not null,
    position bigint      not null,
    attempts int         not null default 0,
    constraint msg_timer_pkey primary key (kind, key)
);
create index if not exists msg_timer_next on msg_timer (fire_at, id);

-- What leaves the system. A settled row stays until it is purged, so that its idempotency key keeps refusing doubles.
create table if not exists msg_outbox (
    id              bigint      not null generated always as identity constraint msg_outbox_pkey primary key,
    destination     text        not null,
    key             text        not null,
    idempotency_key text        not null constraint msg_outbox_idempotency unique,
    content_type    text        not null,
    headers         json        not null,
    body            bytea       not null,
    position        bigint      not null,
    queued_at       timestamptz not null,
    next_at         timestamptz not null,
    attempts        int         not null default 0,
    replayed_from   int         not null default 0,
    claimed_until   timestamptz,
    state           text        not null default 'pending' check (state in ('pending', 'sent', 'dead')),
    settled_at      timestamptz
);
create index if not exists msg_outbox_pending on msg_outbox (destination, id) where state = 'pending';
create index if not exists msg_outbox_settled on msg_outbox (settled_at) where state <> 'pending';

-- What could not be handled. source is reaction:…, timer:… or outbox:…; reference is unique within it.
create table if not exists msg_dead_letter (
    id         bigint      not null generated always as identity constraint msg_dead_letter_pkey primary key,
    source     text        not null,
    reference  text        not null,
    key        text        not null,
    position   bigint,
    body       json,
    error      text        not null,
    at         timestamptz not null default clock_timestamp(),
    replayable boolean     not null default false,
    constraint msg_dead_letter_reference unique (source, reference)
);
create index if not exists msg_dead_letter_key on msg_dead_letter (source, key);
create index if not exists msg_dead_letter_replayable on msg_dead_letter (source, id) where replayable;

-- ==== 0005_audit_log

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

-- ==== 0006_intake_recent

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

-- ==== 0007_signals_watches

-- What the detectors know of a deployment after the segment at this position, so that a restart need not read its
-- whole past again. It can always be made anew from the log.
create table if not exists signal_watch (
    deployment text     collate "C" not null primary key,
    position   bigint   not null,
    digest     text     not null,
    body       bytea    not null
);
alter table signal_watch alter column body set storage external;

-- ==== 0008_incidents_queue

-- The triage queue: one row per incident and state it was in. A row is true from position valid_from up to, and
-- without, valid_to; the current one has no valid_to. As of a position is therefore a WHERE.
create table if not exists incident_queue (
    incident              text        collate "C" not null,
    valid_from            bigint      not null,
    valid_to              bigint      check (valid_to > valid_from),
    number                bigint      not null,
    title                 text        not null,
    severity              smallint    not null check (severity between 1 and 5),
    status                text        not null check (status in ('open', 'contained', 'resolved')),
    deployment            text,
    deployment_name       text        collate "C",
    model_version         text        collate "C",
    alarm                 text,
    detected_by           text        not null,
    declared_at           timestamptz not null,
    acknowledged_by       text,
    first_acknowledged_at timestamptz,
    contained_after_ms    bigint,
    resolved_at           timestamptz,
    signal_count          integer     not null,
    search                text        not null,
    primary key (incident, valid_from)
);

create unique index if not exists incident_queue_current on incident_queue (incident) where valid_to is null;

create index if not exists incident_queue_unresolved on incident_queue (severity, declared_at)
    where valid_to is null and status <> 'resolved';

create index if not exists incident_queue_numbers on incident_queue (number desc) where valid_to is null;

-- ==== 0011_access_people

-- People, keys and one-time links. Names, password hashes and key hashes live here and nowhere in the log; roles are
-- written in the same commit as the facts that grant them.
create table if not exists access_person (
    id              text        not null primary key,
    sign_in_name    text        not null unique,
    name            text        not null,
    roles           text[]      not null,
    password_hash   text        null,
    stamp           text        not null,
    failed_attempts int         not null default 0,
    locked_until    timestamptz null,
    registered_at   timestamptz not null
);

create table if not exists access_api_key (
    id         text        not null primary key,
    hash       bytea       not null unique check (octet_length(hash) = 32),
    label      text        not null,
    role       text        not null,
    issued_at  timestamptz not null,
    revoked_at timestamptz null
);

create table if not exists access_sign_in_link (
    hash       bytea       not null primary key check (octet_length(hash) = 32),
    person     text        not null references access_person (id),
    expires_at timestamptz not null,
    used_at    timestamptz null
);

create index if not exists access_sign_in_link_expires on access_sign_in_link (expires_at);

-- ==== 0013_eventsourcing_generations

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

-- ==== 0014_eventsourcing_neighbours

-- Marten and plain SQL beside us: Marten's remaining functions, archived streams, and a door that believes nobody
-- but the appender.

-- Gaps that Marten's daemon decided to skip. It finds none here: positions are dense.
create table if not exists mt_high_water_skips (
    ending_sequence   bigint      not null constraint pkey_mt_high_water_skips_ending_sequence primary key,
    starting_sequence bigint      not null,
    timestamp         timestamptz default transaction_timestamp()
);

create or replace function mt_mark_event_progression(name varchar, last_encountered bigint) returns void
language sql set search_path from current as $$
    insert into mt_event_progression (name, last_seq_id, last_updated) values ($1, $2, transaction_timestamp())
    on conflict on constraint pk_mt_event_progression
        do update set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated
$$;

-- Moves a shard past a gap, unless somebody else has moved it; answers where the shard is.
create or replace function mt_mark_progression_with_skip(
    shard_name varchar, ending_sequence bigint, starting_sequence bigint)
returns bigint language plpgsql set search_path from current as $$
declare
    held bigint;
begin
    select p.last_seq_id into held from mt_event_progression p where p.name = shard_name for update;
    if held <> starting_sequence then
        return held;
    end if;
    perform mt_mark_event_progression(shard_name, ending_sequence);
    if ending_sequence > starting_sequence then
        insert into mt_high_water_skips values (ending_sequence, starting_sequence) on conflict do nothing;
    end if;
    return ending_sequence;
end $$;

-- Entering says, for this transaction, that its rows come complete from the appender.
create or replace function es_enter(out "position" bigint, out at timestamptz, out epoch bigint)
language plpgsql set search_path from current set lock_timeout = '2s' as $$
begin
    perform es_lock();
    perform set_config('governance.door', 'open', true);
    select h.position, greatest(h.at, clock_timestamp()), h.epoch into es_enter.position, es_enter.at, es_enter.epoch
    from es_head h;
end $$;

-- A foreign writer's row: position, time and hashes come from the door whatever it brought along, its stream's head is
-- kept, and nothing follows an archived event. The cast to jsonb refuses what json stores but nobody could read again
-- (\u0000, lone surrogates).
create or replace function es_complete_event() returns trigger language plpgsql set search_path from current as $$
declare
    last_version bigint;
    last_type    varchar;
begin
    perform new.data::jsonb, new.headers::jsonb;
    select e.version, e.type into last_version, last_type
        from mt_events e where e.stream_id = new.stream_id order by e.version desc limit 1;
    if last_type = 'archived' then
        raise exception 'stream % is archived', new.stream_id using errcode = 'MT001';
    end if;
    if new.version > coalesce(last_version, 0) + 1 then
        raise exception 'stream % is at version %, an event of version % would leave a gap',
            new.stream_id, coalesce(last_version, 0), new.version using errcode = 'MT003';
    end if;
    update es_head set position = position + 1, at = greatest(at, clock_timestamp())
        returning position, at into new.seq_id, new.timestamp;
    insert into mt_streams (id, version, tenant_id) values (new.stream_id, new.version, new.tenant_id)
        on conflict (id) do update set version = excluded.version, timestamp = excluded.timestamp
        where mt_streams.version < excluded.version;
    new.salt := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
    new.data_hash := sha256(new.salt || convert_to(new.data::text, 'UTF8'));
    new.meta_hash := es_meta_hash(
        new.salt, new.id, new.causation_id, new.user_name, new.mt_dotnet_type, new.headers);
    perform pg_notify('governance_' || current_schema()::regnamespace::oid, 'log:' || new.seq_id);
    return new;
end $$;

-- Hashes that a writer brings along are believed only from inside the door.
create or replace trigger es_events_complete before insert on mt_events for each row
    when (current_setting('governance.door', true) is distinct from 'open'
        or new.salt is null or new.data_hash is null or new.meta_hash is null)
    execute function es_complete_event();

-- Archiving is a fact: the event `archived` is the last of its stream, and mt_streams.is_archived follows from it. At
-- the end of the transaction, because a stream's row may come after its events.
create or replace function es_flag_archived() returns trigger language plpgsql set search_path from current as $$
begin
    update mt_streams set is_archived = true where id = new.stream_id and is_archived is not true;
    return null;
end $$;

drop trigger if exists es_events_archive on mt_events;
create constraint trigger es_events_archive after insert on mt_events deferrable initially deferred for each row
    when (new.type = 'archived') execute function es_flag_archived();

-- Whoever sets the flag instead (Marten, SQL) records the fact by it; nobody takes it back.
create or replace function es_record_archiving() returns trigger language plpgsql set search_path from current as $$
begin
    if new.is_archived is not true then
        raise exception 'stream % stays archived', new.id using errcode = 'restrict_violation';
    end if;
    if not exists (select from mt_events where stream_id = new.id and type = 'archived' and version = new.version) then
        insert into mt_events (id, stream_id, version, data, type, tenant_id, mt_dotnet_type)
            values (gen_random_uuid(), new.id, new.version + 1, '{"Reason":null}', 'archived', new.tenant_id,
                'JasperFx.Events.Archived, JasperFx.Events');
    end if;
    return null;
end $$;

create or replace trigger es_streams_archive after update of is_archived on mt_streams for each row
    when (new.is_archived is distinct from old.is_archived) execute function es_record_archiving();

create or replace function mt_archive_stream(streamid varchar) returns void
language sql set search_path from current as $$
    update mt_streams set is_archived = true where id = streamid and is_archived is not true
$$;

-- ==== 0015_messaging_queue

-- Messaging: the durable queue of local messages, dealt out by key in shards.

-- Who runs a shard: whoever raised the epoch last. An older runner's claims and marks then match no row any more.
create table if not exists msg_shard (
    shard smallint not null constraint msg_shard_pkey primary key,
    epoch bigint   not null
);

-- claim is 0 for whoever runs the shard next, the epoch of the runner that holds it in memory, or -1 until due_at.
-- A handled row stays for a while, so that its id keeps refusing doubles.
create table if not exists msg_message (
    id       uuid        not null constraint msg_message_pkey primary key,
    seq      bigint      not null generated by default as identity,
    type     text        not null,
    key      text        not null,
    shard    smallint    not null,
    body     json        not null,
    position bigint,
    claim    bigint      not null default 0,
    attempts int         not null default 0,
    sent_at  timestamptz not null default clock_timestamp(),
    due_at   timestamptz,
    done_at  timestamptz
);
create index if not exists msg_message_waiting on msg_message (shard, claim, seq) where done_at is null;
create index if not exists msg_message_done on msg_message (done_at) where done_at is not null;

-- ==== 0016_messaging_nodes

-- Messaging: nodes that share the work, shards of timers and outbox, withdrawn messages, dead letters with their tries.

-- A running process. It says every second that it lives and what it is willing to do; whoever is silent for as long as
-- a lease lasts gets nothing any more. home is the machine and data folder, the same after a restart; id is one life.
create table if not exists node (
    id          text        not null constraint node_pkey primary key,
    home        text        not null,
    version     text        not null,
    event_types text[]      not null,
    willing     text[]      not null,
    started_at  timestamptz not null default clock_timestamp(),
    seen_at     timestamptz not null default clock_timestamp()
);

-- The shard is computed by the writer from the key, so that all of a key is one node's at a time.
alter table msg_timer add column if not exists shard smallint not null default 0;
alter table msg_outbox add column if not exists shard smallint not null default 0;
drop index if exists msg_timer_next;
-- Order first, shard last: whoever holds several shards reads them merged, and looks ahead in the index alone.
create index if not exists msg_timer_due on msg_timer (fire_at, id, shard);
create index if not exists msg_outbox_key on msg_outbox (key) where state = 'pending';

alter table msg_outbox drop constraint if exists msg_outbox_state_check;
alter table msg_outbox add constraint msg_outbox_state_check
    check (state in ('pending', 'sent', 'dead', 'withdrawn'));

-- A destination that keeps failing is left alone for a while, by whichever node has its line.
create table if not exists msg_circuit (
    destination text        not null constraint msg_circuit_pkey primary key,
    failures    int         not null,
    open_until  timestamptz,
    error       text        not null,
    failed_at   timestamptz not null default clock_timestamp()
);

alter table msg_dead_letter add column if not exists attempts int not null default 1;

-- ==== 0017_eventsourcing_door_at_once

-- The door, cheaper. A function with a SET clause saves and restores the search path on every call, which costs as much
-- as the lock itself, so the schema is written into the functions instead.
do $outer$
begin
    execute format($made$
        create or replace function es_lock() returns void language plpgsql as $$
        begin
            if current_setting('transaction_isolation') <> 'read committed' then
                raise exception 'the log is written in READ COMMITTED only, this transaction is %%',
                    current_setting('transaction_isolation') using errcode = 'feature_not_supported';
            end if;
            perform pg_catalog.pg_advisory_xact_lock(7001, %1$L::regnamespace::oid::int);
        end $$;

        create or replace function es_lock_first() returns trigger language plpgsql as $$
        begin
            perform %1$I.es_lock();
            return null;
        end $$;

        create or replace function es_mirror_head() returns trigger language plpgsql as $$
        begin
            perform pg_catalog.setval('%1$I.mt_events_sequence', new.position);
            return null;
        end $$;

        -- Waits at most two seconds for the lock, says that its rows come complete, and sees the head and the time to
        -- write at.
        create or replace function es_enter(out "position" bigint, out at timestamptz, out epoch bigint)
        language plpgsql as $$
        begin
            perform pg_catalog.set_config('lock_timeout', '2s', true);
            perform %1$I.es_lock();
            perform pg_catalog.set_config('governance.door', 'open', true);
            select h.position, greatest(h.at, pg_catalog.clock_timestamp()), h.epoch
                into es_enter.position, es_enter.at, es_enter.epoch
                from %1$I.es_head h;
        end $$;

        -- For a writer that is sure of the head: takes the lock and gives the positions away in one step, or fails with
        -- ES001 because somebody else has written. Answers the time of the append.
        create or replace function es_enter_at(known bigint, known_epoch bigint, last bigint) returns timestamptz
        language plpgsql as $$
        declare
            written timestamptz;
        begin
            perform pg_catalog.set_config('lock_timeout', '2s', true);
            perform %1$I.es_lock();
            update %1$I.es_head h set position = last, at = greatest(h.at, pg_catalog.clock_timestamp())
                where h.position = known and h.epoch = known_epoch
                returning h.at into written;
            perform pg_catalog.set_config('governance.door', 'open', true);
            if written is null then
                raise exception 'the log is no longer at %%', known using errcode = 'ES001';
            end if;
            return written;
        end $$;
    $made$, current_schema());
end $outer$;

-- ==== 0018_eventsourcing_held_segments

-- Segments that somebody needs beyond the retention of their day. They are copied here before their partition goes.
create table if not exists es_segment_held (
    position   bigint   not null primary key,
    day        date     not null,
    deployment text     not null,
    codec      smallint not null,
    count      int      not null,
    raw_length int      not null,
    salt       bytea    not null,
    root       bytea    not null,
    body       bytea    not null
);
alter table es_segment_held alter column body set storage external;
create index if not exists es_segment_held_of_deployment on es_segment_held (deployment, day, position);

-- Every segment that is still there, wherever it lies. One that is just being copied shows twice.
create or replace view es_segments as
    select position, day, deployment, codec, count, raw_length, salt, root, body from es_segment
    union all
    select position, day, deployment, codec, count, raw_length, salt, root, body from es_segment_held;

-- ==== 0019_eventsourcing_door_asks_once

-- Whoever has entered the door (es_enter, es_enter_at) holds the lock, so the statements that follow need not ask for it
-- again, and moves Marten's sequence itself. Everybody else is asked as before.
create or replace trigger es_events_lock before insert on mt_events
    when (current_setting('governance.door', true) is distinct from 'open') execute function es_lock_first();

create or replace trigger es_streams_lock before insert or update on mt_streams
    when (current_setting('governance.door', true) is distinct from 'open') execute function es_lock_first();

create or replace trigger es_head_mirrored after update on es_head for each row
    when (current_setting('governance.door', true) is distinct from 'open') execute function es_mirror_head();

do $outer$
begin
    execute format($made$
        create or replace function es_enter_at(known bigint, known_epoch bigint, last bigint) returns timestamptz
        language plpgsql as $$
        declare
            written timestamptz;
        begin
            perform pg_catalog.set_config('lock_timeout', '2s', true);
            perform %1$I.es_lock();
            perform pg_catalog.set_config('governance.door', 'open', true);
            update %1$I.es_head h set position = last, at = greatest(h.at, pg_catalog.clock_timestamp())
                where h.position = known and h.epoch = known_epoch
                returning h.at into written;
            if written is null then
                raise exception 'the log is no longer at %%', known using errcode = 'ES001';
            end if;
            perform pg_catalog.setval('%1$I.mt_events_sequence', last);
            return written;
        end $$;
    $made$, current_schema());
end $outer$;

-- ==== 0020_intake_series

-- What senders with metrics aggregated themselves, to read by minute; each row is of a behaviour.series_recorded fact
-- of the same commit. Rows past 90 days are deleted, the facts stay.
create table if not exists intake_series (
    deployment    text             not null,
    metric        text             not null,
    model         text,
    operation     text,
    token_type    text,
    source        text             not null,
    stream        text             not null,
    started_at    timestamptz      not null,
    at            timestamptz      not null,
    taken_at      timestamptz      not null,
    is_cumulative boolean          not null,
    count         bigint           not null,
    sum           double precision,
    min           double precision,
    max           double precision,
    buckets       text             not null,
    primary key (deployment, metric, stream, started_at, at)
);
create index if not exists intake_series_by_time on intake_series (deployment, at);
create index if not exists intake_series_age on intake_series (at);

-- ==== 0024_intake_drops

-- What a sender said and was not kept, by reason; for names that no table lists, also by name. Counted by every node,
-- never with a value. Names have the form of names, and at most as many are kept of one deployment as add_drops says.
create table if not exists intake_drop (
    deployment text        not null,
    sender     text        not null,
    reason     text        not null,
    name       text        not null,
    count      bigint      not null,
    last_at    timestamptz not null,
    primary key (deployment, reason, name)
);

-- ==== 0025_intake_content

-- Whose content is kept, for how long, and why: written with the fact that allows it.
create table if not exists intake_content_consent (
    deployment  text        not null primary key,
    sender      text        not null,
    retain_days int         not null check (retain_days > 0),
    reason      text        not null,
    allowed_by  text        not null,
    allowed_at  timestamptz not null
);

-- Content that was allowed, apart from the observations: sealed before it reached a queue, under keys that lie outside
-- this database. A row is found by the observation's address; its text is readable while its keys are. The person is the
-- observation's pseudonym, which its trace may have told after the sealing.
create table if not exists intake_content (
    position   bigint not null,
    index      int    not null,
    deployment text   not null,
    day        date   not null,
    person     text   null,
    box        text   not null,
    primary key (position, index)
);
create index if not exists intake_content_day on intake_content (deployment, day);
create index if not exists intake_content_person on intake_content (person) where person is not null;

-- ==== 0030_behaviour_filter

-- Which ids and words may occur in a segment, in 1.5 bytes each, so that a search opens few segments (a Bloom filter:
-- what it denies is not there). Made from the segment, deleted with it; a segment without one is simply opened.
create table if not exists behaviour_filter (
    position bigint not null primary key,
    day      date   not null,
    ids      bytea  not null
);
create index if not exists behaviour_filter_day on behaviour_filter (day);

-- ==== 0031_behaviour_filter_uncompressed

-- The bits of a filter look random: compressing them costs time and saves nothing.
alter table behaviour_filter alter column ids set storage external;

-- ==== 0035_intake_seen

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

-- ==== 0038_signals_backtests

-- The rows of back-tests' answers, for a while: the same question to the same log gives them again, and the log keeps
-- their digest. And how far those at work have come, which is no fact.
create table if not exists backtest_row (
    backtest text        not null,
    number   bigint      not null,
    body     json        not null,
    at       timestamptz not null default clock_timestamp(),
    primary key (backtest, number)
);
create index if not exists backtest_row_at on backtest_row (at);

create table if not exists backtest_standing (
    backtest     text        not null primary key,
    segments     bigint      not null,
    total        bigint      not null,
    observations bigint      not null,
    at           timestamptz not null default clock_timestamp()
);

-- ==== 0040_signals_windows_closed

-- Where windows were closed by silence, by deployment: stream ids read behaviour-{deployment}-{day}. Few facts among
-- very many, so only they are indexed, and whoever appends a segment pays for none of it.
create index if not exists mt_events_windows_closed on mt_events (split_part(stream_id, '-', 2), seq_id)
    where type = 'behaviour.windows_closed';

-- ==== 0042_oncall_contacts

-- Where people are reached: beside the log, since an address is personal and may hold a credential. Facts name a
-- contact by its id only; removing a contact removes its row.
create table if not exists oncall_contact (
    id          text        not null primary key,
    person      text        not null,
    channel     text        not null,
    address     text        not null,
    routing_key text        null,
    pager_user  text        null,
    added_at    timestamptz not null
);

create index if not exists oncall_contact_person on oncall_contact (person, added_at);

-- One account of the pager is one person here.
create unique index if not exists oncall_contact_pager_user on oncall_contact (pager_user)
    where pager_user is not null;

-- Links in pages by which the paged person acknowledges once. Only a hash is kept.
create table if not exists oncall_answer_link (
    hash       bytea       not null primary key check (octet_length(hash) = 32),
    person     text        not null,
    incident   text        not null,
    expires_at timestamptz not null,
    used_at    timestamptz null
);

create index if not exists oncall_answer_link_expires on oncall_answer_link (expires_at);
