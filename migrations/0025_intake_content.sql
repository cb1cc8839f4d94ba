-- Whose content is kept, for how long, and why: written with the fact that allows it.
create table if not exists intake_content_consent (
    deployment  text        not null primary key,
    sender      text        not null,
    retain_days int         not null check (retain_days > 0),
    reason      text        not null,
    allowed_by  text        not null,
    allowed_at  timestamptz not null
);

-- Content that was allowed, apart from the observations: sealed before it reached a queue, under keys that lie outside
-- this database. A row is found by the observation's address; its text is readable while its keys are. The person is the
-- observation's pseudonym, which its trace may have told after the sealing.
create table if not exists intake_content (
    position   bigint not null,
    index      int    not null,
    deployment text   not null,
    day        date   not null,
    person     text   null,
    box        text   not null,
    primary key (position, index)
);
create index if not exists intake_content_day on intake_content (deployment, day);
create index if not exists intake_content_person on intake_content (person) where person is not null;
