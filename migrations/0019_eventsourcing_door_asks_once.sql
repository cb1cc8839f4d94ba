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
