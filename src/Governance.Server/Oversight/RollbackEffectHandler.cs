using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using Governance.EventSourcing;
using Governance.Messaging.Handling;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;
using Governance.Server.Rollouts;

namespace Governance.Server.Oversight;

/// <summary>Says what was seen of a rollback, which is a page when the candidate did not stop.</summary>
[MayEmit(typeof(RolloutEvent.RollbackEffectObserved), typeof(RolloutEvent.RollbackEffectNotObserved))]
internal static class RollbackEffectHandler
{
    public static Task<EffectDeadline?> LoadAsync(
        Subject rollout, EffectBoard board, FoldRunner folds, EventStore store, DateTimeOffset now,
        CancellationToken ct) =>
        EffectDeadline.OfAsync(RolloutStreams.Rollout.IdOf(rollout.Id), board, folds, store, now, ct);

    public static Plan<RolloutEvent> Handle(
        RollbackEffect due, EffectDeadline on, Subject subject, Rollout rollout, EffectReports reports,
        RolloutSettings settings, DateTimeOffset now) =>
        RolloutDecision.Alone(new RolloutId(subject.Id), reports.OfRollback(on.Order, on.Verdict, now).Decide)
            .Plan(rollout, Deployment.Initial, now, settings);

    public static void After(EffectDeadline on, EffectMetrics metrics) => metrics.Count(on.Order, on.Verdict);
}
