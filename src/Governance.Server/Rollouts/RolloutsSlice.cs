using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;
using Governance.Server.Rollouts.Decisions;
using Governance.Server.Rollouts.Pages;
using Governance.Server.Shell;

namespace Governance.Server.Rollouts;

/// <summary>Staged rollouts: plans, four eyes, stages, the way back, and what gateways are told.</summary>
public static class RolloutsSlice
{
    /// <summary>Adds rules, timers and the decision table.</summary>
    public static IServiceCollection AddRollouts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(RolloutSettings.Read(configuration));
        services.AddSingleton<RolloutActs>();
        services.AddStream(RolloutStreams.Rollout);
        services.AddHandler(typeof(GateKeeperHandler));
        services.AddHandler(typeof(RolloutSoakHandler));
        services.AddFold<RolloutBoard>();
        services.AddSingleton<RolloutReader>();
        services.AddSingleton<INavCount, RolloutNav>();
        services.AddFold<DecisionTable>();
        services.AddSingleton(provider => new Decider(
            provider.GetRequiredService<DecisionTable>(), () => provider.GetRequiredService<Knowledge>().IsDead));
        services.AddSingleton<DecisionMetrics>();
        services.AddSingleton<Knowledge>();
        services.AddHostedService(provider => provider.GetRequiredService<Knowledge>());
        return services;
    }

    /// <summary>Maps the API of rollouts and OFREP's single evaluation.</summary>
    public static IEndpointRouteBuilder MapRollouts(this IEndpointRouteBuilder routes)
    {
        routes.MapPlanRollout();
        routes.MapRolloutActs();
        routes.MapOfrep();
        // A counter that exists only after the first decision would leave boards and alarms without it until then.
        routes.ServiceProvider.GetRequiredService<DecisionMetrics>();
        routes.MapRolloutPages();
        return routes;
    }
}
