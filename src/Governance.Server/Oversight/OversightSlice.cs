using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Oversight;

/// <summary>Halts, and the watch on whether halts and rollbacks are obeyed.</summary>
public static class OversightSlice
{
    /// <summary>Adds halts, acknowledgements, the watch and its deadlines.</summary>
    public static IServiceCollection AddOversight(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(OversightSettings.Read(configuration));
        services.AddSingleton<HaltActs>();
        services.AddSingleton<EffectReports>();
        services.AddSingleton<EffectMetrics>();
        services.AddFold<EffectBoard>();
        services.AddFold<HaltBoard>();
        services.AddSingleton<StopReader>();
        services.AddStream(OversightStreams.Halt);
        services.AddHandler(typeof(HaltAcknowledgementsHandler));
        services.AddHandler(typeof(AcknowledgeHaltHandler));
        services.AddHandler(typeof(RollbackEffectHandler));
        services.AddHandler(typeof(HaltEffectHandler));
        services.AddHostedService<ContainmentVerifier>();
        return services;
    }

    /// <summary>Maps the API of halts.</summary>
    public static IEndpointRouteBuilder MapOversight(this IEndpointRouteBuilder routes)
    {
        routes.MapHalts();
        routes.MapStopPage();
        return routes;
    }
}
