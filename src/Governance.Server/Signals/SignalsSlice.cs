using Governance.EventSourcing;
using Governance.Server.Intake.Segments;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Alerts;
using Governance.Server.Signals.Conditions;
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
        services.AddSingleton(provider => new ConditionSignals(provider.GetRequiredService<SignalMetrics>()));
        services.AddSingleton(provider => new WatchBook(
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<EventStore>(),
            provider.GetRequiredService<SegmentReader>(),
            provider.GetRequiredService<WatchSettings>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SignalReadings(
            provider.GetRequiredService<WatchBook>(), provider.GetRequiredService<WatchSettings>()));
        services.AddFold<OpenConditions>();
        services.AddReaction<SignalDetection>();
        services.AddSingleton(AlertSettings.Read(configuration));
        services.AddSingleton<AlertDesk>();
        return services;
    }

    /// <summary>Maps the webhooks by which other systems send their alerts.</summary>
    public static IEndpointRouteBuilder MapSignals(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapAlerts();
        return endpoints;
    }
}
