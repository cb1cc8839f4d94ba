namespace Governance.Domain.Fleet;

/// <summary>A deployment is over. What it did stays; what it sends from now on is a finding.</summary>
public sealed record RetireDeployment(Actor By, string Reason)
{
    /// <summary>Only a registered deployment retires, and not in the middle of a rollout.</summary>
    public Decision<DeploymentEvent> Decide(Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        return deployment switch
        {
            { Status: DeploymentStatus.Retired } => Decision.Nothing<DeploymentEvent>(),
            { Status: not DeploymentStatus.Registered } => new DeploymentNotRegistered(deployment.Name),
            { OpenRollout: { } rollout } => new RolloutUnderWay(rollout),
            _ => Decision.Append<DeploymentEvent>(new DeploymentEvent.Retired(By, Reason)),
        };
    }
}
