-- The rows of back-tests' answers, for a while: the same question to the same log gives them again, and the log keeps
-- their digest. And how far those at work have come, which is no fact.
create table if not exists backtest_row (
    backtest text        not null,
    number   bigint      not null,
    body     json        not null,
    at       timestamptz not null default clock_timestamp(),
    primary key (backtest, number)
);
create index if not exists backtest_row_at on backtest_row (at);

create table if not exists backtest_standing (
    backtest     text        not null primary key,
    segments     bigint      not null,
    total        bigint      not null,
    observations bigint      not null,
    at           timestamptz not null default clock_timestamp()
);
