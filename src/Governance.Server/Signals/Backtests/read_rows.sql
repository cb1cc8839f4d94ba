select body::text from backtest_row
where backtest = $1 and number > $2
order by number
limit $3
