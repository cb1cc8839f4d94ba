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
