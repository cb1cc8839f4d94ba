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

-- Made apart and then attached: attaching lets appends go on, creating in place would wait for them.
create or replace function es_make_segment_partition(wanted date) returns void
language plpgsql set search_path from current as $$
declare
    part text := 'es_segment_' || to_char(wanted, 'YYYYMMDD');
begin
    perform pg_advisory_xact_lock(7003, current_schema()::regnamespace::oid::int);
    if to_regclass(part) is not null then
        return;
    end if;
    execute format('create table %I (like es_segment including all)', part);
    execute format(
        'alter table es_segment attach partition %I for values from (%L) to (%L)', part, wanted, wanted + 1);
end $$;
