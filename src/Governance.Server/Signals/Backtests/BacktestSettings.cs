namespace Governance.Server.Signals.Backtests;

/// <summary>How much a back-test may take of its node.</summary>
/// <param name="Workers">Deployments that are judged again at one time, a core each.</param>
/// <param name="KeepDays">Days for which the rows of an answer are kept; its summary stays in the log.</param>
internal sealed record BacktestSettings(int Workers, int KeepDays)
{
    /// <summary>
    /// Reads <c>Backtests:Workers</c> (half of the cores, so that intake keeps its own) and
    /// <c>Backtests:KeepDays</c> (90).
    /// </summary>
    internal static BacktestSettings Read(IConfiguration configuration)
    {
        var workers = configuration.GetValue("Backtests:Workers", Math.Max(1, Environment.ProcessorCount / 2));
        var days = configuration.GetValue("Backtests:KeepDays", 90);
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1, "Backtests:Workers");
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1, "Backtests:KeepDays");
        return new BacktestSettings(workers, days);
    }
}
