insert into backtest_standing (backtest, segments, total, observations)
values ($1, $2, $3, $4)
on conflict (backtest) do update
set segments = excluded.segments, total = excluded.total, observations = excluded.observations, at = clock_timestamp()
