using Governance.Domain;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
using Governance.EventSourcing;
using Governance.Messaging.Timers;
using Governance.Server.Pipeline;
using Governance.Server.Rollouts;

namespace Governance.Server.Oversight;

/// <summary>
/// The time to effect is up: says what was seen, which is a page when it was not obedience. Judged over everything that
/// the log holds by then, so a restart in between changes nothing.
/// </summary>
internal abstract class EffectDeadline(
    EffectBoard board, EffectMetrics metrics, FoldRunner folds, EventStore store, TimeProvider clock) : ITimerHandler
{
    public abstract string Kind { get; }

    public IReadOnlyList<Type> MayEmit => EffectReports.Facts;

    public async ValueTask FireAsync(DueTimer timer, Reacting context)
    {
        await folds.WaitForAsync((await store.HeadAsync(context.Stopping)).Position, context.Stopping);
        if (board.Find(StreamOf(timer.Key)) is { } order)
        {
            var now = clock.GetUtcNow();
            var verdict = order.Watch.Judge(now);
            if (await RecordAsync(order, verdict, now, context))
            {
                metrics.Count(order, verdict);
            }
        }
    }

    protected abstract string StreamOf(string key);

    /// <summary>True when a fact was written.</summary>
    protected abstract Task<bool> RecordAsync(
        Watching order, EffectVerdict verdict, DateTimeOffset now, Reacting context);
}

/// <summary>The deadline of a rollback.</summary>
internal sealed class RollbackDeadline(
    EffectBoard board,
    EffectReports reports,
    RolloutSettings settings,
    EffectMetrics metrics,
    FoldRunner folds,
    EventStore store,
    TimeProvider clock) : EffectDeadline(board, metrics, folds, store, clock)
{
    public override string Kind => RolloutEffects.RollbackTimer;

    protected override string StreamOf(string key) => RolloutStreams.Rollout.IdOf(key);

    protected override async Task<bool> RecordAsync(
        Watching order, EffectVerdict verdict, DateTimeOffset now, Reacting context)
    {
        var id = order.Rollout!.Value;
        var act = RolloutDecision.Alone(id, reports.OfRollback(order, verdict, now).Decide);
        return await context.PlanAsync(RolloutStreams.Rollout, id.Value, from => act.PlanAsync(from, settings))
            is Outcome<Rollout>.Committed;
    }
}

/// <summary>The deadline of a halt.</summary>
internal sealed class HaltDeadline(
    EffectBoard board,
    OversightSettings settings,
    EffectMetrics metrics,
    FoldRunner folds,
    EventStore store,
    TimeProvider clock) : EffectDeadline(board, metrics, folds, store, clock)
{
    public override string Kind => HaltEffects.EffectTimer;

    protected override string StreamOf(string key) => OversightStreams.Halt.IdOf(key);

    protected override async Task<bool> RecordAsync(
        Watching order, EffectVerdict verdict, DateTimeOffset now, Reacting context)
    {
        var id = order.Halt!.Value;
        return await context.TransactAsync(
            OversightStreams.Halt,
            id.Value,
            EffectReports.OfHalt(verdict).Decide,
            (after, facts) => HaltEffects.Of(id, after, facts, settings)) is Outcome<Halt>.Committed;
    }
}
