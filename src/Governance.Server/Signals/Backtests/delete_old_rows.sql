delete from backtest_row where at < $1
