using Governance.Domain.Fleet;

namespace Governance.Domain.Rollouts;

/// <summary>A person has looked at what held the rollout and lets it go on.</summary>
public sealed record ReleaseHold(PersonId By, string Reason)
{
    /// <summary>
    /// Not while the deployment is restricted. The stage soaks anew, so one release is one step at most.
    /// </summary>
    public Decision<RolloutEvent> Decide(Rollout rollout, Deployment deployment, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        ArgumentNullException.ThrowIfNull(deployment);
        if (rollout.Status is RolloutStatus.Running or RolloutStatus.Approved)
        {
            return Decision.Nothing<RolloutEvent>();
        }

        if (rollout.Status is not RolloutStatus.Held || rollout.Plan is not { } plan)
        {
            return new RolloutNotInState(rollout.Status, "released");
        }

        return deployment.Against(plan.Candidate) is { } against
            ? new DeploymentRestricted(against.Cause, against.CauseId)
            : Decision.Append<RolloutEvent>(new RolloutEvent.HoldReleased(By, Reason, now));
    }
}
