-- Where people are reached: beside the log, since an address is personal and may hold a credential. Facts name a
-- contact by its id only; removing a contact removes its row.
create table if not exists oncall_contact (
    id          text        not null primary key,
    person      text        not null,
    channel     text        not null,
    address     text        not null,
    routing_key text        null,
    pager_user  text        null,
    added_at    timestamptz not null
);

create index if not exists oncall_contact_person on oncall_contact (person, added_at);

-- One account of the pager is one person here.
create unique index if not exists oncall_contact_pager_user on oncall_contact (pager_user)
    where pager_user is not null;

-- Links in pages by which the paged person acknowledges once. Only a hash is kept.
create table if not exists oncall_answer_link (
    hash       bytea       not null primary key check (octet_length(hash) = 32),
    person     text        not null,
    incident   text        not null,
    expires_at timestamptz not null,
    used_at    timestamptz null
);

create index if not exists oncall_answer_link_expires on oncall_answer_link (expires_at);
