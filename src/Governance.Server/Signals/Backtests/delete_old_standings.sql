delete from backtest_standing where at < $1
