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
