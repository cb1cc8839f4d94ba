-- Which ids and words may occur in a segment, in 1.5 bytes each, so that a search opens few segments (a Bloom filter:
-- what it denies is not there). Made from the segment, deleted with it; a segment without one is simply opened.
create table if not exists behaviour_filter (
    position bigint not null primary key,
    day      date   not null,
    ids      bytea  not null
);
create index if not exists behaviour_filter_day on behaviour_filter (day);
