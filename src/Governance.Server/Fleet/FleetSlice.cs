using Governance.Server.Fleet.Board;
using Governance.Server.Fleet.Pages;
using Governance.Server.Fleet.Registry;
using Governance.Server.Fleet.Traffic;
using Governance.Server.Fleet.Watching;
using Governance.Server.Pipeline;
using Governance.Server.Shell;

namespace Governance.Server.Fleet;

/// <summary>Deployed models: who answers for them, their versions, and what they serve now.</summary>
public static class FleetSlice
{
    /// <summary>Adds registration, live traffic and the board of models.</summary>
    public static IServiceCollection AddFleet(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<DeploymentActs>();
        services.AddFold<TrafficBoard>();
        services.AddFold<FleetBoard>();
        services.AddSingleton(FleetSettings.Read(configuration));
        services.AddFold<HeardDeployments>();
        services.AddSingleton<FleetWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<FleetWatch>());
        services.AddSingleton<FleetReader>();
        services.AddSingleton<INavCount, FleetNav>();
        return services;
    }

    /// <summary>Maps the registration of deployments and versions, and the pages of models.</summary>
    public static IEndpointRouteBuilder MapFleet(this IEndpointRouteBuilder routes)
    {
        routes.MapDeployments();
        routes.MapModels();
        routes.MapRegistryForms();
        return routes;
    }
}
