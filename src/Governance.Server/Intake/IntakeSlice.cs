using System.Security.Cryptography;
using Governance.EventSourcing;
using Governance.EventSourcing.Segments;
using Governance.Server.Access;
using Governance.Server.Intake.Line;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Retention;
using Governance.Server.Intake.Segments;
using Governance.Server.Shell;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.ObjectPool;

namespace Governance.Server.Intake;

/// <summary>What models stream: taken in by OTLP, stored in segments, read back by position or as a feed.</summary>
public static class IntakeSlice
{
    /// <summary>Mappers kept between requests; more are made when more requests come at once.</summary>
    private const int MappersKept = 16;

    /// <summary>Adds intake. Needs the pipeline and a data source.</summary>
    public static IServiceCollection AddIntake(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(_ => InstallationKey.Open(configuration["Data:Folder"] ?? "data"));
        services.TryAddSingleton<SegmentPartitions>();
        services.TryAddSingleton<SegmentTable>();
        services.AddSegmentRetirement(configuration);
        services.AddSingleton(BodyLimits.Read(configuration));
        services.AddSingleton<IntakeMetrics>();
        services.AddSingleton<Senders>();
        services.AddSingleton<ObjectPool<ObservationMapper>>(MapperPool);
        services.AddSingleton<RecentSegments>();
        services.AddSingleton(provider => new SegmentReader(
            provider.GetRequiredService<SegmentTable>(), provider.GetRequiredService<RecentSegments>()));
        services.AddSingleton<CommittedSegments>();
        services.AddSingleton<Registrar>();
        services.AddSingleton(provider => new FlightWriter(
            provider.GetRequiredService<RecentSegments>(), salt => RandomNumberGenerator.Fill(salt)));
        services.AddSingleton<IFlightDeck, FlightDeck>();
        services.AddSingleton<IntakeLine>();
        services.AddHostedService(provider => provider.GetRequiredService<IntakeLine>());
        services.AddSingleton<OtlpEndpoint>();
        return services;
    }

    /// <summary>Maps <c>POST /v1/traces</c>, <c>/v1/logs</c> and <c>/v1/metrics</c>.</summary>
    public static IEndpointRouteBuilder MapIntake(this IEndpointRouteBuilder endpoints)
    {
        var configuration = endpoints.ServiceProvider.GetRequiredService<IConfiguration>();
        var requireKey = configuration.GetValue("Intake:RequireKey", defaultValue: false);
        Map(endpoints, "/v1/traces", TelemetrySignal.Traces, requireKey);
        Map(endpoints, "/v1/logs", TelemetrySignal.Logs, requireKey);
        Map(endpoints, "/v1/metrics", TelemetrySignal.Metrics, requireKey);
        return endpoints;
    }

    private static void Map(IEndpointRouteBuilder endpoints, string path, TelemetrySignal signal, bool requireKey)
    {
        var endpoint = endpoints.ServiceProvider.GetRequiredService<OtlpEndpoint>();
        var route = endpoints.MapPost(path, context => endpoint.ReceiveAsync(context, signal))
            .OnlyThrough(Door.OtlpHttp);
        if (requireKey)
            route.RequirePermission(Permission.SendBehaviour);
        else
            route.AllowAnyone("Senders on this machine need no key; Intake:RequireKey asks for a model's key.");
    }

    private static DefaultObjectPool<ObservationMapper> MapperPool(IServiceProvider provider) => new(
        new MapperPolicy(provider.GetRequiredService<Senders>(), provider.GetRequiredService<InstallationKey>()),
        MappersKept);

    private sealed class MapperPolicy(Senders senders, InstallationKey key) : PooledObjectPolicy<ObservationMapper>
    {
        public override ObservationMapper Create() => new(senders, key);

        public override bool Return(ObservationMapper obj) => true;
    }
}
