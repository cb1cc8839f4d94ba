namespace Governance.Domain.Fleet;

/// <summary>Telemetry arrived from a sender.</summary>
public sealed record ObserveDeployment(string Name, string Environment, string? Service)
{
    /// <summary>Only what was never heard of becomes visible by it; a known deployment stays as it is.</summary>
    public Decision<DeploymentEvent> Decide(Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        return deployment.Status is DeploymentStatus.Unknown
            ? Decision.Append<DeploymentEvent>(new DeploymentEvent.Observed(Name, Environment, Service))
            : Decision.Nothing<DeploymentEvent>();
    }
}
