namespace Governance.Domain.Signals.Backtests;

/// <summary>The answer is there.</summary>
public sealed record FinishBacktest(BacktestSummary Summary)
{
    /// <summary>One answer, and none to what was cancelled meanwhile.</summary>
    public Decision<BacktestEvent> Decide(Backtest backtest) => backtest.Status is BacktestStatus.Running
        ? Decision.Append<BacktestEvent>(new BacktestEvent.Finished(Summary))
        : Decision.Nothing<BacktestEvent>();
}

/// <summary>It cannot be answered.</summary>
public sealed record FailBacktest(string Reason)
{
    /// <summary>Only what is at work can fail.</summary>
    public Decision<BacktestEvent> Decide(Backtest backtest) => backtest.Status is BacktestStatus.Running
        ? Decision.Append<BacktestEvent>(new BacktestEvent.Failed(Reason))
        : Decision.Nothing<BacktestEvent>();
}

/// <summary>Nobody wants to know any more.</summary>
public sealed record CancelBacktest(Actor By)
{
    /// <summary>What has ended cannot be cancelled; what was cancelled is.</summary>
    public Decision<BacktestEvent> Decide(Backtest backtest) => backtest.Status switch
    {
        BacktestStatus.Running => Decision.Append<BacktestEvent>(new BacktestEvent.Cancelled(By)),
        BacktestStatus.Cancelled => Decision.Nothing<BacktestEvent>(),
        var status => new BacktestNotRunning(status),
    };
}
