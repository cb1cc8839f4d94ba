namespace Governance.Domain.Signals.Backtests;

/// <summary>
/// The facts of one stream <c>backtest-{id}</c>: detectors are tried on the past. How far it has come is no fact.
/// </summary>
public abstract record BacktestEvent
{
    private BacktestEvent()
    {
    }

    /// <summary>Somebody wants to know what there would have been.</summary>
    /// <param name="Request">The question, in positions: the same question has the same answer for ever.</param>
    /// <param name="By">Who asks.</param>
    public sealed record Requested(BacktestRequest Request, Actor By) : BacktestEvent;

    /// <summary>The answer; its rows are kept beside the log for a while, and asking again gives them again.</summary>
    public sealed record Finished(BacktestSummary Summary) : BacktestEvent;

    /// <summary>Nobody wants to know any more.</summary>
    public sealed record Cancelled(Actor By) : BacktestEvent;

    /// <summary>It could not be answered.</summary>
    /// <param name="Reason">Why, one sentence.</param>
    public sealed record Failed(string Reason) : BacktestEvent;
}
