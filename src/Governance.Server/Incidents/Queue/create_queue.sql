-- One row per incident and state it was in. A row is true from position valid_from up to, and without, valid_to.
create table if not exists {table} (
    incident              text        collate "C" not null,
    valid_from            bigint      not null,
    valid_to              bigint      check (valid_to > valid_from),
    number                bigint      not null,
    title                 text        not null,
    severity              smallint    not null check (severity between 1 and 5),
    status                text        not null check (status in (
        'open', 'contained', 'resolved', 'inreview', 'closed', 'dismissed', 'merged')),
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
    commander             text,
    search                text        not null,
    primary key (incident, valid_from)
)
