using Governance.Domain;
using Governance.Domain.Rollouts;
using Governance.EventSourcing;
using Governance.Messaging.Timers;
using Governance.Server.Fleet.Traffic;
using Governance.Server.Pipeline;

namespace Governance.Server.Rollouts;

/// <summary>
/// Ends the soak of a rollout that advances by itself: the next stage when the evidence is there and nothing forbids
/// it, else a hold that says what is missing. Never more than one stage for one timer, however late it fires.
/// </summary>
internal sealed class SoakTimer(TrafficBoard traffic, FoldRunner folds, EventStore store, RolloutSettings settings)
    : ITimerHandler
{
    private static readonly Actor s_by = Actor.Part("rollout-runner");

    public string Kind => RolloutEffects.SoakTimer;

    public IReadOnlyList<Type> MayEmit { get; } =
    [
        typeof(RolloutEvent.StageEntered), typeof(RolloutEvent.StageHeld), typeof(RolloutEvent.RolloutCompleted),
        .. RolloutDecision.DeploymentFacts,
    ];

    public async ValueTask FireAsync(DueTimer timer, Reacting context)
    {
        // What was recorded before the soak ended counts, also when this node has only just started.
        await folds.WaitForAsync((await store.HeadAsync(context.Stopping)).Position, context.Stopping);
        var id = new RolloutId(timer.Key);
        var evidence = traffic.EvidenceOf(id);
        var decision = new RolloutDecision(id, (rollout, deployment, now) =>
        {
            if (rollout.Status is not (RolloutStatus.Approved or RolloutStatus.Running))
            {
                return Decision.Nothing<RolloutEvent>();
            }

            var next = new AdvanceStage(rollout.StageIndex, s_by, evidence).Decide(rollout, deployment, now);
            return next.Refusal is { } refusal ? Hold(refusal).Decide(rollout, now) : next;
        });
        await context.PlanAsync(RolloutStreams.Rollout, id.Value, from => decision.PlanAsync(from, settings));
    }

    private static HoldStage Hold(Refusal refusal) => refusal switch
    {
        DeploymentRestricted restricted => new(HoldCause.Restricted, restricted.CauseId, s_by),
        _ => new(HoldCause.NoData, refusal.Detail, s_by),
    };
}
