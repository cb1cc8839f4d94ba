using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using Governance.Server.Fleet;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Rollouts;

/// <summary>A rollback's effect must have been seen by now; the message's key is the rollout's id.</summary>
internal sealed record RollbackEffect;

/// <summary>
/// What joins a rollout's facts in their own commit: the deployment's facts and the timers that watch on.
/// </summary>
internal static class RolloutEffects
{
    /// <summary>The effects of one decision.</summary>
    internal static Effects Of(
        RolloutId id, Rollout before, IReadOnlyList<RolloutEvent> facts, DateTimeOffset now, RolloutSettings settings)
    {
        var state = before;
        var effects = Effects.None;
        foreach (var fact in facts)
        {
            state = Rollout.Evolve(state, fact);
            effects = effects.And(Told(id, state, fact));
        }

        return effects.And(Process(settings).TimersOf(id.Value, before, state, now));
    }

    /// <summary>A rollout waits for the end of its soak, and for the effect of its rollback.</summary>
    private static ProcessManager<Rollout, RolloutEvent> Process(RolloutSettings settings) => new(
        RolloutStreams.Rollout,
        new ProcessTimer<Rollout>(
            Scheduled.Kind<RolloutSoak>(),
            (rollout, id, _) => Soaks(rollout) ? Scheduled.At(new RolloutSoak(), id, rollout.SoakEnds) : null),
        new ProcessTimer<Rollout>(
            Scheduled.Kind<RollbackEffect>(),
            (rollout, id, _) =>
                rollout is { Status: RolloutStatus.RollingBack, EffectOverdue: false, RolledBackAt: { } ordered }
                    ? Scheduled.At(new RollbackEffect(), id, ordered + settings.RollbackEffect)
                    : null));

    // An approved rollout whose hold was released goes on by itself too; one just approved waits for a person.
    private static bool Soaks(Rollout rollout) =>
        rollout.Plan?.Advance is AdvanceMode.Automatic
        && rollout.Status is (RolloutStatus.Running or RolloutStatus.Approved)
        && rollout.SoakSince != default;

    private static Effects Told(RolloutId id, Rollout state, RolloutEvent fact) => fact switch
    {
        RolloutEvent.RolloutPlanned => Tell(state, new DeploymentEvent.RolloutOpened(id)),
        RolloutEvent.ApprovalDeclined or RolloutEvent.RolloutAborted =>
            Tell(state, new DeploymentEvent.RolloutClosed(id)),
        RolloutEvent.RolloutCompleted done => Tell(
            state,
            new DeploymentEvent.StableVersionSet(state.Plan!.Candidate, done.By),
            new DeploymentEvent.RolloutClosed(id)),
        RolloutEvent.RollbackOrdered ordered => Back(id, state, ordered),
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
