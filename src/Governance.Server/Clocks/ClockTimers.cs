using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Messaging.Timers;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Clocks;

/// <summary>Something is to be said about an incident's clocks.</summary>
internal sealed record ClockTick;

/// <summary>
/// What joins the clocks' facts in their commit: the one timer that waits for whatever comes next, and the restriction
/// of the deployment or its release.
/// </summary>
internal static class ClockTimers
{
    private static readonly ProcessManager<RegulatoryClocks, RegulatoryClockEvent> s_process =
        new(ClockStreams.Clocks, new ProcessTimer<RegulatoryClocks>(Scheduled.Kind<ClockTick>(), Next));

    private static readonly StreamOf<Deployment, DeploymentEvent> s_deployment =
        new("deployment", Deployment.Initial, Deployment.Evolve);

    /// <summary>A decision with its effects.</summary>
    public static Plan<RegulatoryClockEvent> Plan(
        IncidentId id,
        Incident incident,
        RegulatoryClocks clocks,
        Decision<RegulatoryClockEvent> decision,
        DateTimeOffset now)
    {
        var after = s_process.After(clocks, decision);
        var effects = s_process.TimersOf(id.Value, clocks, after, now);
        return incident.Declaration is { Deployment: { } deployment } declared
            && ClockRestriction.Of(id, declared.Version, clocks, after) is { } restriction
                ? new(decision, effects.And(To(deployment, restriction)))
                : new(decision, effects);
    }

    private static Effects To(DeploymentId deployment, DeploymentEvent fact) =>
        new() { Also = [FactsTo.Any(s_deployment, deployment.Value, fact)] };

    private static TimerToArm? Next(RegulatoryClocks clocks, string incident, DateTimeOffset now) =>
        clocks.NextAt is { } at ? Scheduled.At(new ClockTick(), incident, at) : null;
}
