using Governance.EventSourcing;
using Governance.Server.Intake.Segments;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Alerts;
using Governance.Server.Signals.Backtests;
using Governance.Server.Signals.Budget;
using Governance.Server.Signals.Calibration;
using Governance.Server.Signals.Conditions;
using Governance.Server.Signals.Detectors;
using Governance.Server.Signals.Detectors.Setup;
using Governance.Server.Signals.Drift;
using Governance.Server.Signals.Judging;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Silence;
using Governance.Server.Signals.Watching;
using Npgsql;

namespace Governance.Server.Signals;

/// <summary>The detectors over what models stream, and what pages may ask of them.</summary>
public static class SignalsSlice
{
    /// <summary>Adds the detectors. Needs the pipeline and intake's segments.</summary>
    public static IServiceCollection AddSignals(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(WatchSettings.Read(configuration));
        services.AddSingleton<SignalMetrics>();
        services.AddSingleton(provider => new ConditionSignals(
            provider.GetRequiredService<PolicyBook>(), provider.GetRequiredService<SignalMetrics>()));
        services.AddSingleton(provider => new WatchedFacts(
            provider.GetRequiredService<SegmentReader>(),
            provider.GetRequiredService<BudgetBook>(),
            provider.GetRequiredService<PolicyBook>(),
            provider.GetRequiredService<FrozenBaselines>()));
        services.AddSingleton(provider => new WatchBook(
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<EventStore>(),
            provider.GetRequiredService<WatchedFacts>(),
            provider.GetRequiredService<PolicyBook>(),
            provider.GetRequiredService<WatchSettings>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SignalReadings(
            provider.GetRequiredService<WatchBook>(), provider.GetRequiredService<WatchSettings>()));
        services.AddSingleton(SilenceSettings.Read(configuration));
        services.AddFold<LastSegments>();
        services.AddHostedService<SilenceWatch>();
        services.AddFold<OpenConditions>();
        services.AddFold<BudgetBook>();
        services.AddFold<EpisodeBoard>();
        services.AddFold<PolicyBook>();
        services.AddSingleton<FrozenBaselines>();
        services.AddSingleton(RegistrySettings.Read(configuration));
        services.AddSingleton<DetectorDesk>();
        services.AddSingleton<DetectorReader>();
        services.AddSingleton(provider => new BudgetReader(
            provider.GetRequiredService<BudgetBook>(),
            provider.GetRequiredService<EpisodeBoard>(),
            provider.GetRequiredService<WatchBook>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<HealthReader>();
        services.AddSingleton<DetectorComposer>();
        services.AddSingleton<DriftReader>();
        services.AddSingleton<DriftEndpoints.Desk>();
        services.AddReaction<BudgetDivision>();
        services.AddReaction<SignalDetection>();
        services.AddSingleton(AlertSettings.Read(configuration));
        services.AddSingleton<AlertDesk>();
        return services.AddBacktests(configuration);
    }

    /// <summary>
    /// Maps others' alerts, the budget, detectors with their registry, the judging of signals, drift reports and
    /// back-tests, for people and programs.
    /// </summary>
    public static void MapSignals(this IEndpointRouteBuilder routes)
    {
        routes.MapAlerts();
        routes.MapBudget();
        routes.MapJudging();
        routes.MapCalibration();
        routes.MapDetectors();
        routes.MapDetectorPages();
        routes.MapSetupForms();
        routes.MapDrift();
        routes.MapBacktests();
    }
}
