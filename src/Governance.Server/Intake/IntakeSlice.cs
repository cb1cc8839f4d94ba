using System.Security.Cryptography;
using Governance.EventSourcing;
using Governance.EventSourcing.Segments;
using Governance.Server.Access;
using Governance.Server.Intake.Completeness;
using Governance.Server.Intake.Coverage;
using Governance.Server.Intake.Grpc;
using Governance.Server.Intake.Line;
using Governance.Server.Intake.Lines;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Pages;
using Governance.Server.Intake.Prices;
using Governance.Server.Intake.Privacy;
using Governance.Server.Intake.Retention;
using Governance.Server.Intake.Seen;
using Governance.Server.Intake.Segments;
using Governance.Server.Intake.Series;
using Governance.Server.Pipeline;
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
        services.AddPrivacy(configuration);
        services.AddSingleton(BodyLimits.Read(configuration));
        services.AddSingleton<IntakeMetrics>();
        services.AddSingleton(PriceTable.Read(configuration));
        services.AddFold<SenderNames>();
        services.AddFold<CoverageBoard>();
        services.AddCompleteness(configuration);
        services.AddSingleton<Senders>();
        services.AddSingleton<ObjectPool<ObservationMapper>>(MapperPool);
        services.AddSingleton<RecentSegments>();
        services.AddSingleton(provider => new SegmentReader(
            provider.GetRequiredService<SegmentTable>(), provider.GetRequiredService<RecentSegments>()));
        services.AddSingleton<CommittedSegments>();
        services.AddSingleton<Registrar>();
        services.AddSingleton<IdDigest>();
        services.AddSingleton<SeenIds>();
        services.AddSingleton(provider => new FlightWriter(
            provider.GetRequiredService<RecentSegments>(),
            provider.GetRequiredService<SeenIds>(),
            salt => RandomNumberGenerator.Fill(salt)));
        services.AddSingleton<IFlightDeck, FlightDeck>();
        services.AddSingleton<IntakeLine>();
        services.AddHostedService(provider => provider.GetRequiredService<IntakeLine>());
        services.AddSeries();
        services.AddSingleton<Reception>();
        services.AddSingleton<OtlpEndpoint>();
        services.AddLines();
        services.AddIntakePages();
        services.AddSingleton<GrpcEndpoint>();
        return services;
    }

    /// <summary>Refuses in gRPC's own way what is not to be had at its port.</summary>
    public static IApplicationBuilder UseIntake(this IApplicationBuilder app)
    {
        app.UseGrpcDoor();
        return app;
    }

    /// <summary>
    /// Maps the three signals at both doors, <c>POST /v1/traces</c> and its gRPC twin and so on, and JSON lines.
    /// </summary>
    public static IEndpointRouteBuilder MapIntake(this IEndpointRouteBuilder endpoints)
    {
        Map(endpoints, "traces", TelemetrySignal.Traces);
        Map(endpoints, "logs", TelemetrySignal.Logs);
        Map(endpoints, "metrics", TelemetrySignal.Metrics);
        endpoints.MapPrivacy();
        endpoints.MapCompleteness();
        endpoints.MapSeries();
        endpoints.MapLines();
        endpoints.MapCoverage();
        endpoints.MapIntakePages();
        return endpoints;
    }

    private static void Map(IEndpointRouteBuilder endpoints, string path, TelemetrySignal signal)
    {
        var http = endpoints.ServiceProvider.GetRequiredService<OtlpEndpoint>();
        LetIn(endpoints, Door.OtlpHttp, $"/v1/{path}", context => http.ReceiveAsync(context, signal));
        var grpc = endpoints.ServiceProvider.GetRequiredService<GrpcEndpoint>();
        LetIn(endpoints, Door.OtlpGrpc, GrpcMethod.Of(signal), context => grpc.ReceiveAsync(context, signal));
    }

    private static void LetIn(IEndpointRouteBuilder endpoints, Door door, string path, RequestDelegate receive) =>
        endpoints.MapPost(path, receive).OnlyThrough(door).ForSenders(endpoints.ServiceProvider);

    /// <summary>Who may send: anybody near, or whoever holds a model's key.</summary>
    internal static void ForSenders(this IEndpointConventionBuilder route, IServiceProvider services)
    {
        if (services.GetRequiredService<IConfiguration>().GetValue("Intake:RequireKey", defaultValue: false))
            route.RequirePermission(Permission.SendBehaviour);
        else
            route.AllowAnyone("Senders on this machine need no key; Intake:RequireKey asks for a model's key.");
    }

    private static DefaultObjectPool<ObservationMapper> MapperPool(IServiceProvider provider) => new(
        new MapperPolicy(
            provider.GetRequiredService<Senders>(),
            provider.GetRequiredService<InstallationKey>(),
            provider.GetRequiredService<PrivacyRules>(),
            provider.GetRequiredService<PriceTable>()),
        MappersKept);

    private sealed class MapperPolicy(Senders senders, InstallationKey key, PrivacyRules privacy, PriceTable prices)
        : PooledObjectPolicy<ObservationMapper>
    {
        public override ObservationMapper Create() => new(senders, key, privacy, prices);

        public override bool Return(ObservationMapper obj) => true;
    }
}
