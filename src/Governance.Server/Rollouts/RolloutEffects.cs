using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using Governance.Messaging.Timers;
using Governance.Server.Fleet;
using Governance.Server.Pipeline;

namespace Governance.Server.Rollouts;

/// <summary>
/// What joins a rollout's facts in their own commit: the deployment's facts and the timers that watch on.
/// </summary>
internal static class RolloutEffects
{
    /// <summary>Timer that ends a soak; its key is the rollout's id.</summary>
    internal const string SoakTimer = "rollout-soak";

    /// <summary>Timer at which a rollback's effect must have been seen; its key is the rollout's id.</summary>
    internal const string RollbackTimer = "rollback-effect";

    /// <summary>The effects of one decision.</summary>
    internal static Effects Of(
        RolloutId id, Rollout before, IReadOnlyList<RolloutEvent> facts, RolloutSettings settings)
    {
        var state = before;
        var effects = Effects.None;
        foreach (var fact in facts)
        {
            state = Rollout.Evolve(state, fact);
            effects = effects.And(Of(id, state, fact, settings));
        }

        return effects;
    }

    private static Effects Of(RolloutId id, Rollout state, RolloutEvent fact, RolloutSettings settings) => fact switch
    {
        RolloutEvent.RolloutPlanned => Tell(state, new DeploymentEvent.RolloutOpened(id)),
        RolloutEvent.ApprovalDeclined or RolloutEvent.RolloutAborted =>
            Tell(state, new DeploymentEvent.RolloutClosed(id)),
        RolloutEvent.StageEntered or RolloutEvent.HoldReleased when state.Plan!.Advance is AdvanceMode.Automatic =>
            new Effects { Arm = [new TimerToArm(SoakTimer, id.Value, state.SoakEnds)] },
        RolloutEvent.StageHeld => new Effects { Cancel = [new TimerKey(SoakTimer, id.Value)] },
        RolloutEvent.RolloutCompleted done => Tell(
                state,
                new DeploymentEvent.StableVersionSet(state.Plan!.Candidate, done.By),
                new DeploymentEvent.RolloutClosed(id))
            .And(new Effects { Cancel = [new TimerKey(SoakTimer, id.Value)] }),
        RolloutEvent.RollbackOrdered ordered => Back(id, state, ordered)
            .And(new Effects
            {
                Cancel = [new TimerKey(SoakTimer, id.Value)],
                Arm = [new TimerToArm(RollbackTimer, id.Value, ordered.At + settings.RollbackEffect)],
            }),
        RolloutEvent.RollbackEffectObserved => new Effects { Cancel = [new TimerKey(RollbackTimer, id.Value)] },
        _ => Effects.None,
    };

    private static Effects Back(RolloutId id, Rollout state, RolloutEvent.RollbackOrdered ordered) =>
        state.CompletedAt is not null
        ? Tell(state, new DeploymentEvent.StableVersionSet(state.Plan!.Stable, ordered.By))
        : Tell(state, new DeploymentEvent.RolloutClosed(id));

    private static Effects Tell(Rollout state, params DeploymentEvent[] facts) => new()
    {
        Also = [FactsTo.Any(FleetStreams.Deployment, state.Plan!.Deployment.Value, facts)],
    };
}
