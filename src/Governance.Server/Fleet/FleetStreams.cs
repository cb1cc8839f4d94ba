using Governance.Domain.Fleet;
using Governance.Server.Pipeline;

namespace Governance.Server.Fleet;

/// <summary>How deployments are named and folded.</summary>
public static class FleetStreams
{
    /// <summary>Stream <c>deployment-{id}</c>.</summary>
    public static StreamOf<Deployment, DeploymentEvent> Deployment { get; } =
        new("deployment", Domain.Fleet.Deployment.Initial, Domain.Fleet.Deployment.Evolve);
}
