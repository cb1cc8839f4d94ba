namespace Governance.Domain.Fleet;

/// <summary>Says which version serves before the first rollout.</summary>
public sealed record SetStableVersion(ModelVersion Version, Actor By)
{
    /// <summary>Only the first stable version is set by hand; every later one comes from a completed rollout.</summary>
    public Decision<DeploymentEvent> Decide(Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        if (deployment.Find(Version) is null)
        {
            return new VersionUnknown(Version);
        }

        if (deployment.Stable is { } stable)
        {
            return stable == Version ? Decision.Nothing<DeploymentEvent>() : new StableAlreadySet(stable);
        }

        return Decision.Append<DeploymentEvent>(new DeploymentEvent.StableVersionSet(Version, By));
    }
}
