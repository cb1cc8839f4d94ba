using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Domain.Rollouts;
using Governance.Messaging.Handling;
using Governance.Server.Fleet;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Rollouts;

/// <summary>
/// Stands at every stage's gate: an incident on the candidate holds its rollout, a grave one rolls it back.
/// </summary>
[MayEmit(
    typeof(RolloutEvent.StageHeld), typeof(RolloutEvent.RollbackOrdered), typeof(DeploymentEvent.RolloutClosed),
    typeof(DeploymentEvent.StableVersionSet), typeof(RollbackEffect))]
internal static class GateKeeperHandler
{
    private static readonly Actor s_by = Actor.Part("gate-keeper");

    public static async Task<Gate?> LoadAsync(Subject subject, Incident incident, Reading reading)
    {
        if (incident.Declaration is not { Deployment: { } about } || !incident.IsUnresolved)
        {
            return null;
        }

        var deployment = await reading.ReadAsync(FleetStreams.Deployment, about.Value);
        return deployment.LatestRollout is { } rollout
            ? new Gate(
                new IncidentId(subject.Id),
                rollout,
                await reading.ReadAsync(RolloutStreams.Rollout, rollout.Value),
                deployment)
            : null;
    }

    public static Effects Handle(
        IncidentEvent.IncidentDeclared declared, Gate gate, Incident incident, DateTimeOffset now,
        RolloutSettings settings) => Answer(gate, incident, now, settings);

    public static Effects Handle(
        IncidentEvent.SeverityRaised raised, Gate gate, Incident incident, DateTimeOffset now,
        RolloutSettings settings) => Answer(gate, incident, now, settings);

    public static Effects Handle(
        IncidentEvent.IncidentReopened reopened, Gate gate, Incident incident, DateTimeOffset now,
        RolloutSettings settings) => Answer(gate, incident, now, settings);

    private static Effects Answer(
        Gate gate, Incident incident, DateTimeOffset now, RolloutSettings settings)
    {
        var answer = new AnswerIncident(gate.Incident, incident.Severity, incident.Declaration!.Version, s_by);
        var plan = new RolloutDecision(gate.Rollout, answer.Decide).Plan(gate.State, gate.Deployment, now, settings);
        return Effects.Of(RolloutStreams.Rollout, gate.Rollout.Value, plan);
    }

    /// <summary>The rollout that an incident may concern.</summary>
    internal sealed record Gate(IncidentId Incident, RolloutId Rollout, Rollout State, Deployment Deployment);
}
