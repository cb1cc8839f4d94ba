using Governance.Server.Access;
using Governance.Server.Shell;

namespace Governance.Server.Operations;

/// <summary>What an operator watches: metrics to scrape, and OTLP out.</summary>
public static class OperationsSlice
{
    /// <summary>Adds the server's own telemetry.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<TelemetryOut>();
        services.AddSingleton<SystemReader>();
        services.AddSingleton<IStandingWarning, ListWarning>();
        services.AddHostedService(provider => provider.GetRequiredService<TelemetryOut>());
        return services;
    }

    /// <summary>Maps <c>/metrics</c> and the page <c>/system</c>.</summary>
    public static IEndpointRouteBuilder MapOperations(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/metrics", MetricsEndpoint.Read)
            .AllowAnyone("A scraper signs in nowhere; the numbers carry no content; the port is loopback.");
        endpoints.MapSystem();
        endpoints.MapLists();
        return endpoints;
    }
}
