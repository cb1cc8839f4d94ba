using Governance.Server.Pipeline;
using Governance.Server.Signals.Backtests.Pages;
using Governance.Server.Signals.Backtests.Reading;
using Governance.Server.Signals.Backtests.Trying;

namespace Governance.Server.Signals.Backtests;

/// <summary>What back-tests are made of.</summary>
internal static class BacktestsSetup
{
    internal static IServiceCollection AddBacktests(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(BacktestSettings.Read(configuration));
        services.AddFold<BacktestBoard>();
        services.AddSingleton<LogMap>();
        services.AddSingleton<SegmentScan>();
        services.AddSingleton<BacktestRun>();
        services.AddSingleton<BacktestTable>();
        services.AddSingleton<BacktestNotes>();
        services.AddSingleton<BacktestMetrics>();
        services.AddSingleton<BacktestDesk>();
        return services.AddHostedService<BacktestWorker>();
    }

    internal static void MapBacktests(this IEndpointRouteBuilder routes)
    {
        routes.MapBacktestApi();
        routes.MapBacktestPages();
    }
}
