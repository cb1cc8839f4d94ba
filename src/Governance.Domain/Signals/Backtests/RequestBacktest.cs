namespace Governance.Domain.Signals.Backtests;

/// <summary>Somebody wants detectors tried on the past.</summary>
public sealed record RequestBacktest(BacktestRequest Request, Actor By)
{
    /// <summary>
    /// A range that lies in the log, of some deployments, and settings that a detector can work with; asked once.
    /// </summary>
    public Decision<BacktestEvent> Decide(Backtest backtest)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        if (backtest.Status is not BacktestStatus.Unasked)
            return Decision.Nothing<BacktestEvent>();
        if (Request.From < 1 || Request.Until < Request.From || Request.AsOf < Request.Until)
            return new BacktestRangeEmpty(Request.From, Request.Until);
        if (Request.Deployments.Count is 0 or > BacktestRequest.MostDeployments)
            return new BacktestOfNobody(Request.Deployments.Count);
        foreach (var variant in (BacktestVariant?[])[Request.A, Request.B])
        {
            if (variant is not null && Broken(variant) is { } refusal)
                return refusal;
        }

        return Decision.Append<BacktestEvent>(new BacktestEvent.Requested(Request, By));
    }

    private static Refusal? Broken(BacktestVariant variant)
    {
        if (variant.FalseIncidentsPerWeek is { } spent and not (>= AlarmBudget.Least and <= AlarmBudget.Most))
            return new BudgetOutOfRange(spent);
        if (SetTwice(variant) is { } twice)
            return new BacktestDetectorTwice(twice);
        return Outside(
                "window", variant.WindowSeconds, BacktestVariant.LeastWindowSeconds, BacktestVariant.MostWindowSeconds)
            ?? Outside("lateness", variant.LatenessSeconds, 0, BacktestVariant.MostLatenessSeconds)
            ?? Outside("margins", variant.Margins, BacktestVariant.LeastMargins, BacktestVariant.MostMargins);
    }

    private static SignalKind? SetTwice(BacktestVariant variant)
    {
        var seen = new HashSet<SignalKind>();
        if (variant.TrialOf is { } onTrial)
            seen.Add(onTrial);
        return variant.Detectors?.FirstOrDefault(tried => !seen.Add(tried.Signal))?.Signal;
    }

    private static BacktestSettingOutOfRange? Outside(string name, double? value, double least, double most) =>
        value is { } given && !(given >= least && given <= most)
            ? new BacktestSettingOutOfRange(name, given, least, most)
            : null;
}
