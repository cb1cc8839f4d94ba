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
