using Governance.Domain.Fleet;

namespace Governance.Domain.Rollouts;

/// <summary>A second person's yes to exactly one plan.</summary>
public sealed record ApproveRollout(PersonId By, string PlanDigest, string Reason)
{
    /// <summary>
    /// Neither the plan's author nor the version's author approves, and only the plan with this digest. A plan that
    /// advances by itself enters its first stage with the approval, unless something restricts the candidate.
    /// </summary>
    public Decision<RolloutEvent> Decide(Rollout rollout, Deployment deployment, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentNullException.ThrowIfNull(deployment);
        if (rollout.Plan is not { } plan || rollout.Status is RolloutStatus.Aborted)
        {
            return new RolloutNotInState(rollout.Status, "approved");
        }

        if (By == rollout.Author)
        {
            return new ApproverIsRequester();
        }

        if (By == rollout.VersionAuthor)
        {
            return new ApproverIsAuthor();
        }

        if (PlanDigest != rollout.PlanDigest)
        {
            return new PlanChanged(rollout.PlanDigest);
        }

        if (rollout.Status is not RolloutStatus.Planned)
        {
            return By == rollout.Approver
                ? Decision.Nothing<RolloutEvent>()
                : new RolloutNotInState(rollout.Status, "approved again");
        }

        var given = new RolloutEvent.ApprovalGiven(By, PlanDigest, Reason, now);
        if (plan.Advance is AdvanceMode.Manual)
        {
            return Decision.Append<RolloutEvent>(given);
        }

        return Decision.Append<RolloutEvent>(
            given,
            deployment.Against(plan.Candidate) is { } against
                ? new RolloutEvent.StageHeld(HoldCause.Restricted, against.CauseId, Actor.Person(By), now)
                : new RolloutEvent.StageEntered(0, plan.Stages[0].Percent, null, Actor.Person(By), now));
    }
}
