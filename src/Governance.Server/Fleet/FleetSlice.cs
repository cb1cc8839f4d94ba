using Governance.Server.Fleet.Board;
using Governance.Server.Fleet.Traffic;
using Governance.Server.Pipeline;

namespace Governance.Server.Fleet;

/// <summary>Deployed models: who answers for them, their versions, and what they serve now.</summary>
public static class FleetSlice
{
    /// <summary>Adds registration and live traffic, the fleet board.</summary>
    public static IServiceCollection AddFleet(this IServiceCollection services)
    {
        services.AddSingleton<DeploymentActs>();
        services.AddFold<TrafficBoard>();
        services.AddFold<FleetBoard>();
        return services;
    }

    /// <summary>Maps the fleet page and the registration of deployments and versions.</summary>
    public static IEndpointRouteBuilder MapFleet(this IEndpointRouteBuilder routes)
    {
        routes.MapDeployments();
        routes.MapFleetPage();
        return routes;
    }
}
