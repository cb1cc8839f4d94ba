using Governance.Domain;
using Governance.Domain.Rollouts;
using Governance.Server.Pipeline;

namespace Governance.Server.Rollouts;

/// <summary>Commits a person's act on a rollout, and returns once this node decides by it.</summary>
internal sealed class RolloutActs(Transactor transactor, FoldRunner folds, RolloutSettings settings)
{
    /// <summary>Commits an act on a rollout that exists; null when there is none.</summary>
    internal async Task<Outcome<Rollout>?> RunAsync(RolloutDecision act, Actor by, CancellationToken ct)
    {
        var known = await transactor.ReadAsync(RolloutStreams.Rollout, act.Id.Value, ct);
        return known.Version == 0 ? null : await CommitAsync(act.Id, from => act.PlanAsync(from, settings), by, ct);
    }

    /// <summary>Commits an act that reads for itself what it needs.</summary>
    internal async Task<Outcome<Rollout>> CommitAsync(
        RolloutId id, Func<Deciding<Rollout>, ValueTask<Plan<RolloutEvent>>> plan, Actor by, CancellationToken ct)
    {
        var outcome = await transactor.PlanAsync(RolloutStreams.Rollout, id.Value, plan, by, ct);
        if (outcome is Outcome<Rollout>.Committed done)
        {
            // What the next decision answers must already know this: a rollback is visible on the very next call.
            await folds.WaitForAsync(done.Position, ct);
        }

        return outcome;
    }

    /// <summary>A decision with what joins it, for acts that decide for themselves.</summary>
    internal Plan<RolloutEvent> Join(RolloutId id, Deciding<Rollout> from, Decision<RolloutEvent> decision) =>
        new(decision, RolloutEffects.Of(id, from.State, decision.Events, from.Now, settings));
}
