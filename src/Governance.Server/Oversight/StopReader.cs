using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Oversight;
using Governance.EventSourcing;
using Governance.Server.Access.Accounts;
using Governance.Server.Fleet;
using Governance.Server.Fleet.Traffic;
using Governance.Server.Intake;
using Governance.Server.Pipeline;
using Governance.Server.Rollouts;
using Governance.Server.Shell;

namespace Governance.Server.Oversight;

/// <summary>Reads what somebody must know before they stop a deployment, and what became of it after.</summary>
internal sealed class StopReader(
    EventStore store, TrafficBoard traffic, HaltBoard halts, People people, InstallationKey key)
{
    private static readonly TimeSpan s_shown = TimeSpan.FromMinutes(5);

    /// <summary>Null when there is nothing to stop and nothing to lift: a name that nobody has heard of.</summary>
    internal async Task<StopView?> ReadAsync(string name, Actor reader, DateTimeOffset now, CancellationToken ct)
    {
        var id = key.DeploymentOf(name);
        var deployment = (await store.FoldAsync(FleetStreams.Deployment, id.Value, ct)).State;
        var halt = halts.LatestOf(name);
        if (deployment.Status is DeploymentStatus.Unknown && halt is null)
        {
            return null;
        }

        var by = halt?.State.Order?.By.Who;
        return new StopView(
            name,
            Shares(traffic.Of(id, now - s_shown, now)),
            deployment.OpenRollout is { } rollout ? RolloutStreams.PageOf(rollout) : null,
            halt,
            by is { } person ? (await people.GetAsync(person, ct))?.Name ?? person.Value : null,
            halt is null ? null : VerdictView.Of(halt),
            halt is null ? null : new Reenable(reader.Who, "").Decide(halt.State, now).Refusal?.Detail);
    }

    private static IReadOnlyList<ServedVersion> Shares(IReadOnlyList<TrafficStep> steps)
    {
        var counts = steps.SelectMany(step => step.Versions)
            .GroupBy(version => version.Key, version => version.Value)
            .Select(version => (Version: version.Key, Count: version.Sum()))
            .OrderByDescending(version => version.Count)
            .ToList();
        var all = counts.Sum(version => version.Count);
        return
        [
            .. counts.Select(version => new ServedVersion(
                version.Version.Length == 0 ? "unknown version" : version.Version,
                Math.Round(100 * version.Count / all, 1))),
        ];
    }
}
