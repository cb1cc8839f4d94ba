using System.Diagnostics;

namespace Governance.Domain.Signals.Backtests;

/// <summary>Where a back-test stands.</summary>
public enum BacktestStatus
{
    /// <summary>Nobody has asked.</summary>
    Unasked,

    /// <summary>It waits or is at work.</summary>
    Running,

    /// <summary>There is an answer.</summary>
    Finished,

    /// <summary>Nobody wants to know any more.</summary>
    Cancelled,

    /// <summary>It could not be answered.</summary>
    Failed,
}

/// <summary>The folded state of one <c>backtest-{id}</c>.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Request">The question; null before it is asked.</param>
/// <param name="By">Who asked.</param>
/// <param name="Summary">The answer; null before there is one.</param>
/// <param name="Reason">Why there is none and will be none.</param>
public sealed record Backtest(
    BacktestStatus Status, BacktestRequest? Request, Actor? By, BacktestSummary? Summary, string? Reason)
{
    /// <summary>Nobody has asked.</summary>
    public static Backtest Initial { get; } = new(BacktestStatus.Unasked, null, null, null, null);

    /// <summary>The back-test after one more fact.</summary>
    public static Backtest Evolve(Backtest backtest, BacktestEvent fact)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        return fact switch
        {
            BacktestEvent.Requested asked => backtest with
            {
                Status = BacktestStatus.Running, Request = asked.Request, By = asked.By,
            },
            BacktestEvent.Finished done => backtest with
            {
                Status = BacktestStatus.Finished, Summary = done.Summary,
            },
            BacktestEvent.Cancelled => backtest with { Status = BacktestStatus.Cancelled },
            BacktestEvent.Failed failed => backtest with { Status = BacktestStatus.Failed, Reason = failed.Reason },
            _ => throw new UnreachableException($"Unknown fact {fact}."),
        };
    }
}
