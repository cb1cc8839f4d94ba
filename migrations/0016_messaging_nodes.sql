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
