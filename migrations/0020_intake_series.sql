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
