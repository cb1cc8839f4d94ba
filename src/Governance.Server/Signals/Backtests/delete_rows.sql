delete from backtest_row where backtest = $1
