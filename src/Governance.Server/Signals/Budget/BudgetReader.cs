using Governance.Domain;
using Governance.Server.Signals.Judging;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Budget;

/// <summary>Reads the budget for people: the arithmetic that the detectors use, from the same state.</summary>
internal sealed class BudgetReader(BudgetBook budget, EpisodeBoard episodes, WatchBook watches, TimeProvider clock)
{
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    internal async Task<BudgetView> ReadAsync(CancellationToken ct)
    {
        var now = budget.Now;
        var since = clock.GetUtcNow() - s_week;
        var parts = new List<BudgetPart>();
        foreach (var id in await watches.ListAsync(ct))
        {
            var deployment = new DeploymentId(id);
            var (found, wrong) = episodes.Since(deployment, since);
            if (await watches.LookAsync(
                    id,
                    watch => new BudgetPart(
                        deployment, watch.Name, watch.Streams.Count(), watch.BudgetOfStream, found, wrong),
                    ct) is { } part)
            {
                parts.Add(part);
            }
        }

        return new BudgetView(
            now.FalseIncidentsPerWeek,
            now.Deployments.Count,
            now.Share,
            [.. parts.OrderBy(part => part.Name, StringComparer.Ordinal)],
            episodes.Precision());
    }

    /// <summary>Every stream of a deployment; null where nothing is known of it.</summary>
    internal Task<IReadOnlyList<StreamBudget>?> StreamsAsync(DeploymentId deployment, CancellationToken ct) =>
        watches.LookAsync<IReadOnlyList<StreamBudget>>(
            deployment.Value,
            watch => [.. watch.Streams.Select(stream => Of(stream, watch.BudgetOfStream))],
            ct);

    private static StreamBudget Of(SignalStream stream, double share)
    {
        var every = stream.Pace.StepsBetween(share);
        return new StreamBudget(
            new ModelVersion(stream.Key.Version),
            stream.Key.Signal,
            stream.Key.Dimension,
            stream.Pace.StepsPerWeek,
            every,
            Math.Log(every),
            double.IsFinite(stream.LogStatistic) ? stream.LogStatistic : null,
            stream.Yardstick is not null,
            WatchedSignals.Of(stream.Key.Signal).Blind);
    }
}
