using System.Diagnostics.Metrics;
using Governance.Domain.Oversight;

namespace Governance.Server.Oversight;

/// <summary>How long orders take to show, and how often they do not.</summary>
internal sealed class EffectMetrics
{
    private readonly Histogram<double> _seconds;
    private readonly Counter<long> _notObserved;

    public EffectMetrics(IMeterFactory meters, EffectBoard board)
    {
        var meter = meters.Create("Governance");
        _seconds = meter.CreateHistogram<double>(
            "governance.effect.seconds", "s", "From an order to the last thing served against it.");
        _notObserved = meter.CreateCounter<long>(
            "governance.effect.not_observed", "{order}", "Orders whose effect was not seen in time.");
        meter.CreateObservableGauge(
            "governance.effect.awaited", () => board.Open.Count, "{order}", "Orders whose effect is awaited.");
    }

    /// <summary>Counts one recorded effect; one that was not observed has no time.</summary>
    internal void Count(Watching order, EffectVerdict verdict)
    {
        var kind = new KeyValuePair<string, object?>("order", order.Halt is null ? "rollback" : "halt");
        if (verdict.Observed)
        {
            _seconds.Record(order.Elapsed(verdict).TotalSeconds, kind);
        }
        else
        {
            _notObserved.Add(1, kind);
        }
    }
}
