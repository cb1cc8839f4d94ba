namespace Governance.Domain.Fleet;

/// <summary>Somebody takes responsibility for a deployment, seen before in telemetry or not.</summary>
public sealed record RegisterDeployment(string Name, string Environment, string Owner)
{
    /// <summary>Registering again changes the owner or environment; the same wish twice writes nothing.</summary>
    public Decision<DeploymentEvent> Decide(Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        var already = deployment.Status is DeploymentStatus.Registered
            && deployment.Environment == Environment
            && deployment.Owner == Owner;
        return already
            ? Decision.Nothing<DeploymentEvent>()
            : Decision.Append<DeploymentEvent>(new DeploymentEvent.Registered(Name, Environment, Owner));
    }
}
