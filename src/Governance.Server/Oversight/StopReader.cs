using System.Globalization;
using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
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

    internal async Task<StopView> ReadAsync(string name, Actor reader, DateTimeOffset now, CancellationToken ct)
    {
        var id = key.DeploymentOf(name);
        var deployment = (await store.FoldAsync(FleetStreams.Deployment, id.Value, ct)).State;
        var halt = halts.LatestOf(name);
        var by = halt?.State.Order?.By.Who;
        return new StopView(
            name,
            deployment.Status is not DeploymentStatus.Unknown,
            Shares(traffic.Of(id, now - s_shown, now)),
            deployment.OpenRollout is { } rollout ? RolloutStreams.PageOf(rollout) : null,
            halt,
            by is { } person ? (await people.GetAsync(person, ct))?.Name ?? person.Value : null,
            halt is null ? null : Verdict(halt),
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

    private static VerdictView Verdict(HaltRow halt) => halt.Verdict switch
    {
        HaltEvent.HaltEffectObserved e => new VerdictView(
            Tone.Ok,
            $"Time to effect {Moment.Length(TimeSpan.FromMilliseconds(e.ElapsedMs))}",
            "Every sender that was serving has acknowledged and has begun nothing since."),
        HaltEvent.HaltEffectNotObserved { Finding: EffectFinding.StillServing } e => new VerdictView(
            Tone.Critical,
            "Still serving",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Instance {e.Instance} began at least {e.ActivityAfter} more. Stop it at its host.")),
        HaltEvent.HaltEffectNotObserved e => new VerdictView(
            Tone.Critical,
            "Nobody was seen to obey",
            e.Instance is null
                ? "No sender was heard after the order. Silence is not success."
                : $"Instance {e.Instance} was serving and has not been heard since. Silence is not success."),
        _ => new VerdictView(
            Tone.High,
            "Waiting for the telemetry",
            "Gateways are told halted already. The effect counts when every sender that was serving is seen to stop."),
    };
}
