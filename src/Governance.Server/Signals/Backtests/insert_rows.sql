insert into backtest_row (backtest, number, body)
select $1, given.number, given.body::json from unnest($2::text[]) with ordinality given (body, number)
