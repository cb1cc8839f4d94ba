select segments, total, observations from backtest_standing where backtest = $1
