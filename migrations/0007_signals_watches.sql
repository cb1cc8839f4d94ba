-- What the detectors know of a deployment after the segment at this position, so that a restart need not read its
-- whole past again. It can always be made anew from the log.
create table if not exists signal_watch (
    deployment text     collate "C" not null primary key,
    position   bigint   not null,
    digest     text     not null,
    body       bytea    not null
);
alter table signal_watch alter column body set storage external;
