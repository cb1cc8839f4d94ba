using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
using Governance.Server.Fleet.Traffic;

namespace Governance.Server.Oversight;

/// <summary>Turns what the watch has seen into the command that records it.</summary>
internal sealed class EffectReports(TrafficBoard traffic)
{
    /// <summary>Shares before an order are taken over this time.</summary>
    private static readonly TimeSpan s_before = TimeSpan.FromMinutes(1);

    /// <summary>The record of a rollback's effect.</summary>
    internal RecordRollbackEffect OfRollback(Watching order, EffectVerdict verdict, DateTimeOffset now)
    {
        var ordered = order.Watch.OrderedAt;
        var ended = verdict.LastForbidden > ordered && verdict.Observed ? verdict.LastForbidden.Value : ordered;
        return new RecordRollbackEffect(
            verdict.Observed,
            verdict.Finding,
            verdict.Instance,
            verdict.LastForbidden,
            StableShare(order, ordered - s_before, ordered - TrafficSeries.Step),
            StableShare(order, ended + TrafficSeries.Step, now));
    }

    /// <summary>The record of a halt's effect.</summary>
    internal static RecordHaltEffect OfHalt(EffectVerdict verdict) => new(
        verdict.Observed, verdict.Finding, verdict.Instance, verdict.ActivityAfter, verdict.LastForbidden);

    private double? StableShare(Watching order, DateTimeOffset from, DateTimeOffset to)
    {
        if (order is not { Stable: { } stable, Watch.MustEnd: { } candidate })
        {
            return null;
        }

        var steps = traffic.Of(order.Deployment, from, to);
        var served = steps.Sum(step => step.Versions.GetValueOrDefault(stable.Value));
        var all = served + steps.Sum(step => step.Versions.GetValueOrDefault(candidate.Value));
        return all > 0 ? served / all : null;
    }
}
