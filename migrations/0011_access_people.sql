-- People, keys and one-time links. Names, password hashes and key hashes live here and nowhere in the log; roles are
-- written in the same commit as the facts that grant them.
create table if not exists access_person (
    id              text        not null primary key,
    sign_in_name    text        not null unique,
    name            text        not null,
    roles           text[]      not null,
    password_hash   text        null,
    stamp           text        not null,
    failed_attempts int         not null default 0,
    locked_until    timestamptz null,
    registered_at   timestamptz not null
);

create table if not exists access_api_key (
    id         text        not null primary key,
    hash       bytea       not null unique check (octet_length(hash) = 32),
    label      text        not null,
    role       text        not null,
    issued_at  timestamptz not null,
    revoked_at timestamptz null
);

create table if not exists access_sign_in_link (
    hash       bytea       not null primary key check (octet_length(hash) = 32),
    person     text        not null references access_person (id),
    expires_at timestamptz not null,
    used_at    timestamptz null
);

create index if not exists access_sign_in_link_expires on access_sign_in_link (expires_at);
