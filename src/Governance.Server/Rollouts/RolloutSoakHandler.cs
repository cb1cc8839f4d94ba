using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using Governance.EventSourcing;
using Governance.Messaging.Handling;
using Governance.Server.Fleet.Traffic;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Rollouts;

/// <summary>A stage has soaked for as long as its plan says; the message's key is the rollout's id.</summary>
internal sealed record RolloutSoak;

/// <summary>
/// Ends the soak of a rollout that advances by itself: the next stage when the evidence is there and nothing forbids
/// it, else a hold that says what is missing. Never more than one stage for one timer, however late it fires.
/// </summary>
[MayEmit(
    typeof(RolloutEvent.StageEntered), typeof(RolloutEvent.StageHeld), typeof(RolloutEvent.RolloutCompleted),
    typeof(DeploymentEvent.RolloutClosed), typeof(DeploymentEvent.StableVersionSet), typeof(RolloutSoak))]
internal static class RolloutSoakHandler
{
    private static readonly Actor s_by = Actor.Part("rollout-runner");

    public static async Task<(RolloutId, StageEvidence, Deployment)> LoadAsync(
        Subject subject, Rollout rollout, Reading reading, TrafficBoard traffic, FoldRunner folds, EventStore store,
        CancellationToken ct)
    {
        // What was recorded before the soak ended counts, also when this node has only just started.
        await folds.WaitForAsync((await store.HeadAsync(ct)).Position, ct);
        var id = new RolloutId(subject.Id);
        return (id, traffic.EvidenceOf(id), await RolloutDecision.DeploymentOfAsync(rollout, reading));
    }

    public static Plan<RolloutEvent> Handle(
        RolloutSoak due, RolloutId id, Rollout rollout, Deployment deployment, StageEvidence evidence,
        DateTimeOffset now, RolloutSettings settings) =>
        new RolloutDecision(id, (_, _, _) => Next(rollout, deployment, evidence, now))
            .Plan(rollout, deployment, now, settings);

    private static Decision<RolloutEvent> Next(
        Rollout rollout, Deployment deployment, StageEvidence evidence, DateTimeOffset now)
    {
        if (rollout.Status is not (RolloutStatus.Approved or RolloutStatus.Running))
        {
            return Decision.Nothing<RolloutEvent>();
        }

        var next = new AdvanceStage(rollout.StageIndex, s_by, evidence).Decide(rollout, deployment, now);
        return next.Refusal is { } refusal ? Hold(refusal).Decide(rollout, now) : next;
    }

    private static HoldStage Hold(Refusal refusal) => refusal switch
    {
        DeploymentRestricted restricted => new(HoldCause.Restricted, restricted.CauseId, s_by),
        _ => new(HoldCause.NoData, refusal.Detail, s_by),
    };
}
