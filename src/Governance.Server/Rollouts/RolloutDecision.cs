using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using Governance.Server.Fleet;
using Governance.Server.Pipeline;

namespace Governance.Server.Rollouts;

/// <summary>
/// One decision on a rollout, whoever makes it: person, rule or timer. Reading the deployment guards it, so an advance
/// and the incident that forbids it can never both be committed.
/// </summary>
/// <param name="Id">The rollout.</param>
/// <param name="Decide">The rule.</param>
internal sealed record RolloutDecision(
    RolloutId Id, Func<Rollout, Deployment, DateTimeOffset, Decision<RolloutEvent>> Decide)
{
    /// <summary>Everything that a decision may append, for the declarations of who emits what.</summary>
    internal static readonly IReadOnlyList<Type> DeploymentFacts =
    [
        typeof(DeploymentEvent.RolloutOpened), typeof(DeploymentEvent.RolloutClosed),
        typeof(DeploymentEvent.StableVersionSet),
    ];

    /// <summary>A rule that needs nothing of the deployment.</summary>
    internal static RolloutDecision Alone(RolloutId id, Func<Rollout, DateTimeOffset, Decision<RolloutEvent>> decide) =>
        new(id, (rollout, _, now) => decide(rollout, now));

    /// <summary>Reads what is needed and decides; a rollout without a plan has no deployment yet.</summary>
    internal async ValueTask<Plan<RolloutEvent>> PlanAsync(Deciding<Rollout> from, RolloutSettings settings)
    {
        var deployment = from.State.Plan is { } plan
            ? await from.ReadAsync(FleetStreams.Deployment, plan.Deployment.Value)
            : Deployment.Initial;
        var decision = Decide(from.State, deployment, from.Now);
        return new(decision, RolloutEffects.Of(Id, from.State, decision.Events, settings));
    }
}
