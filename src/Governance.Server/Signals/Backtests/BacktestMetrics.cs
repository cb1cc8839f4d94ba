using System.Diagnostics.Metrics;
using Governance.Domain.Signals.Backtests;

namespace Governance.Server.Signals.Backtests;

/// <summary>What back-tests cost, and how many wait.</summary>
internal sealed class BacktestMetrics : IDisposable
{
    private readonly Meter _meter = new("Governance");
    private readonly Counter<long> _ended;
    private readonly Counter<long> _observations;

    public BacktestMetrics(BacktestBoard board)
    {
        _ended = _meter.CreateCounter<long>(
            "governance.backtests", "{backtest}", "Back-tests that this node has ended since its start, by outcome.");
        _observations = _meter.CreateCounter<long>(
            "governance.backtests.observations", "{observation}", "Observations judged again since the start.");
        _meter.CreateObservableGauge(
            "governance.backtests.running", () => board.Running().Count, "{backtest}", "Back-tests that wait or run.");
    }

    public void Ended(BacktestStatus outcome) =>
        _ended.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString().ToLowerInvariant()));

    public void Judged(long observations) => _observations.Add(observations);

    public void Dispose() => _meter.Dispose();
}
