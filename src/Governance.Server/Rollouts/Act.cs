using Governance.Domain;
using Governance.Domain.Rollouts;
using Governance.Server.Fleet.Traffic;

namespace Governance.Server.Rollouts;

/// <summary>A person's acts on a rollout, the same from a program and from a page.</summary>
internal static class Act
{
    /// <summary>Longest reason that is kept.</summary>
    private const int ReasonMax = 2_000;

    internal static RolloutDecision Approve(string id, PersonId by, string? planDigest, string? reason) =>
        new(new RolloutId(id), new ApproveRollout(by, planDigest ?? "", Kept(reason)).Decide);

    internal static RolloutDecision Decline(string id, PersonId by, string? reason) =>
        RolloutDecision.Alone(new RolloutId(id), new DeclineRollout(by, Kept(reason)).Decide);

    /// <summary>From the stage that was seen; without it, from the one that is.</summary>
    internal static RolloutDecision Advance(string id, Actor by, int? from, TrafficBoard traffic)
    {
        var rollout = new RolloutId(id);
        return new RolloutDecision(rollout, (state, deployment, now) =>
            new AdvanceStage(from ?? state.StageIndex, by, traffic.EvidenceOf(rollout)).Decide(state, deployment, now));
    }

    internal static RolloutDecision Hold(string id, Actor by, string? reason) =>
        RolloutDecision.Alone(new RolloutId(id), new HoldStage(HoldCause.Manual, Kept(reason), by).Decide);

    internal static RolloutDecision Release(string id, PersonId by, string? reason) =>
        new(new RolloutId(id), new ReleaseHold(by, Kept(reason)).Decide);

    internal static RolloutDecision RollBack(string id, Actor by, string? reason) =>
        new(new RolloutId(id), new OrderRollback(RollbackCause.Manual, by, null, Kept(reason)).Decide);

    private static string Kept(string? reason) => reason?.Trim() switch
    {
        null or "" => "no reason given",
        { Length: > ReasonMax } text => text[..ReasonMax],
        var text => text,
    };
}
