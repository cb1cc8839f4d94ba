namespace Governance.Domain.Rollouts;

/// <summary>Any person's no ends a plan that waits; its author's no is a withdrawal.</summary>
public sealed record DeclineRollout(PersonId By, string Reason)
{
    /// <summary>Only before the first stage: after it, the way back is a rollback.</summary>
    public Decision<RolloutEvent> Decide(Rollout rollout, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        return rollout switch
        {
            { Status: RolloutStatus.Aborted } => Decision.Nothing<RolloutEvent>(),
            { Status: RolloutStatus.Planned } when By != rollout.Author =>
                Decision.Append<RolloutEvent>(new RolloutEvent.ApprovalDeclined(By, Reason, now)),
            { Status: RolloutStatus.Planned or RolloutStatus.Approved, StageIndex: < 0 } =>
                Decision.Append<RolloutEvent>(new RolloutEvent.RolloutAborted(By, Reason, now)),
            _ => new RolloutNotInState(rollout.Status, "declined"),
        };
    }
}
