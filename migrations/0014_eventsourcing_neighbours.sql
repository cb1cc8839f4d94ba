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
