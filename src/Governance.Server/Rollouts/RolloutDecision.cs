using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using Governance.Server.Fleet;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

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
    /// <summary>A rule that needs nothing of the deployment.</summary>
    internal static RolloutDecision Alone(RolloutId id, Func<Rollout, DateTimeOffset, Decision<RolloutEvent>> decide) =>
        new(id, (rollout, _, now) => decide(rollout, now));

    /// <summary>Reads what is needed and decides.</summary>
    internal async ValueTask<Plan<RolloutEvent>> PlanAsync(Deciding<Rollout> from, RolloutSettings settings) =>
        Plan(from.State, await DeploymentOfAsync(from.State, from), from.Now, settings);

    /// <summary>Decides, with what joins the facts.</summary>
    internal Plan<RolloutEvent> Plan(
        Rollout rollout, Deployment deployment, DateTimeOffset now, RolloutSettings settings)
    {
        var decision = Decide(rollout, deployment, now);
        return new(decision, RolloutEffects.Of(Id, rollout, decision.Events, now, settings));
    }

    /// <summary>The deployment that a rollout is of; one without a plan has none yet.</summary>
    internal static async Task<Deployment> DeploymentOfAsync(Rollout rollout, Reading reading) =>
        rollout.Plan is { } plan
            ? await reading.ReadAsync(FleetStreams.Deployment, plan.Deployment.Value)
            : Deployment.Initial;
}
