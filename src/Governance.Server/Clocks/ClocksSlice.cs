using Governance.Server.Clocks.Acts;
using Governance.Server.Clocks.Reports;
using Governance.Server.Clocks.Wall;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;
using Governance.Server.Shell;

namespace Governance.Server.Clocks;

/// <summary>Reports that incidents owe to authorities: duties as data, clocks, drafts and the clock wall.</summary>
public static class ClocksSlice
{
    /// <summary>Adds the pack, the clocks' handlers and the wall.</summary>
    public static IServiceCollection AddClocks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(ClockRules.Read(configuration));
        services.AddStream(ClockStreams.Clocks);
        services.AddHandler(typeof(ClockKeeperHandler));
        services.AddHandler(typeof(ClockTickHandler));
        services.AddFold<ClockWall>();
        services.AddSingleton<INavCount, ClockNav>();
        services.AddSingleton<IStandingWarning, OverdueWarning>();
        services.AddSingleton<ReportReader>();
        services.AddSingleton<WallReader>();
        services.AddSingleton<ClockActs>();
        return services;
    }

    /// <summary>Maps <c>/clocks</c>, an incident's clocks and what one can do about them.</summary>
    public static IEndpointRouteBuilder MapClocks(this IEndpointRouteBuilder routes)
    {
        routes.MapClockPages();
        routes.MapClockActs();
        return routes;
    }
}
