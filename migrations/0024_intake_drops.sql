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
