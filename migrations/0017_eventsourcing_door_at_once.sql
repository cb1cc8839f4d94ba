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
