using Governance.Domain.Fleet;

namespace Governance.Domain.Rollouts;

/// <summary>Returns everybody to the stable version. One person or rule is enough, and nothing can forbid it.</summary>
public sealed record OrderRollback(RollbackCause Cause, Actor By, IncidentId? Incident, string Reason)
{
    /// <summary>
    /// From every state after the approval, completion included; the share is 0 with this fact. After a completion only
    /// while the candidate is still the stable version.
    /// </summary>
    public Decision<RolloutEvent> Decide(Rollout rollout, Deployment deployment, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentNullException.ThrowIfNull(deployment);
        if (rollout.Status is RolloutStatus.RollingBack or RolloutStatus.RolledBack)
        {
            return Decision.Nothing<RolloutEvent>();
        }

        if (!rollout.CanRollBack)
        {
            return new RolloutNotInState(rollout.Status, "rolled back");
        }

        return rollout.Status is RolloutStatus.Completed && deployment.Stable != rollout.Plan?.Candidate
            ? new RolloutSuperseded(deployment.Stable)
            : Decision.Append<RolloutEvent>(new RolloutEvent.RollbackOrdered(Cause, By, Incident, Reason, now));
    }
}
