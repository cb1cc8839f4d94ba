using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Domain.Rollouts;
using Governance.Server.Fleet;
using Governance.Server.Pipeline;

namespace Governance.Server.Rollouts;

/// <summary>
/// Stands at every stage's gate: an incident on the candidate holds its rollout, a grave one rolls it back.
/// </summary>
internal sealed class GateKeeper(RolloutSettings settings) : IReaction
{
    private static readonly Actor s_by = Actor.Part("gate-keeper");

    private static readonly StreamOf<Incident, IncidentEvent> s_incident =
        new("incident", Incident.Initial, Incident.Evolve);

    public string Name => "GateKeeper";

    public IReadOnlyList<Type> ListensTo { get; } =
        [typeof(IncidentEvent.IncidentDeclared), typeof(IncidentEvent.SeverityRaised)];

    public IReadOnlyList<Type> MayEmit { get; } =
    [
        typeof(RolloutEvent.StageHeld), typeof(RolloutEvent.RollbackOrdered), .. RolloutDecision.DeploymentFacts,
    ];

    public async ValueTask ReactAsync(Fact fact, Reacting context)
    {
        var id = fact.IdIn(s_incident.Prefix);
        var (incident, _, _) = await context.ReadAsync(s_incident, id);
        if (incident.Declaration is not { Deployment: { } about } declared || !incident.IsUnresolved)
        {
            return;
        }

        var (deployment, _, _) = await context.ReadAsync(FleetStreams.Deployment, about.Value);
        if (deployment.LatestRollout is not { } rollout)
        {
            return;
        }

        var answer = new AnswerIncident(new IncidentId(id), incident.Severity, declared.Version, s_by);
        var decision = new RolloutDecision(rollout, answer.Decide);
        await context.PlanAsync(RolloutStreams.Rollout, rollout.Value, from => decision.PlanAsync(from, settings));
    }
}
