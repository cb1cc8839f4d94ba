using Governance.EventSourcing;
using Governance.EventSourcing.Erasure;
using Governance.EventSourcing.Projections;
using Governance.Messaging;
using Governance.Messaging.DeadLettering;
using Governance.Messaging.Mail;
using Governance.Messaging.Outbox;
using Governance.Messaging.Queue;
using Governance.Messaging.Timers;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Governance.Postgres.Waking;
using Governance.Server.Pipeline.Handling;
using Governance.Server.Pipeline.Nodes;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Governance.Server.Pipeline;

/// <summary>
/// Everything between the log and the slices. Needs an <c>NpgsqlDataSource</c> whose schema is migrated before the host
/// starts.
/// </summary>
public static class PipelineSlice
{
    /// <summary>Adds store, transactor, reactions, timers, outbox and in-memory folds.</summary>
    public static IServiceCollection AddPipeline(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(_ => new DatabaseClock(TimeProvider.System));
        services.TryAddSingleton<TimeProvider>(provider => provider.GetRequiredService<DatabaseClock>());
        services.TryAddSingleton<WakeUps>();
        services.TryAddSingleton(new EventStoreOptions { Events = EventTypes.Registry });
        services.TryAddSingleton<EventStore>();
        services.TryAddSingleton<Leases>();
        services.AddSingleton<Nudges>();
        services.AddSingleton<Transactor>();
        services.AddSingleton<DeadLetters>();
        services.AddSingleton<TimerTable>();
        services.AddSingleton<TimerClock>();
        services.AddSingleton<ITimerFiring, TimerFiring>();
        services.AddHandling();
        services.AddSingleton<OutboxTable>();
        services.AddSingleton<OutboxDispatcher>();
        services.AddSingleton<Lines>();
        services.AddSingleton(_ => OutboundSettings.Read(configuration));
        services.AddSingleton<ITransport, WebhookTransport>();
        services.AddSingleton<ITransport>(provider => new MailTransport(
            OutboundSettings.ReadMail(configuration), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<MessagingMetrics>();
        services.AddSingleton<PipelineMetrics>();
        services.AddSingleton(ReactionsOf);
        services.AddSingleton<IKeyStore>(_ => KeysOf(configuration));
        services.AddSingleton<PersonalData>();
        services.AddSingleton<FoldRunner>();
        services.AddHostedService<ErasureReplay>();
        // Folds before the rest: whoever is served afterwards sees them current.
        services.AddHostedService(provider => provider.GetRequiredService<FoldRunner>());
        services.AddSingleton(DaemonOf);
        services.AddHostedService<ProjectionHost>();
        return services.AddNode(configuration);
    }

    /// <summary>Maps what an operator needs.</summary>
    public static IEndpointRouteBuilder MapPipeline(this IEndpointRouteBuilder routes)
    {
        DeadLettersEndpoint.Map(routes);
        return routes;
    }

    /// <summary>Adds a subscription.</summary>
    public static IServiceCollection AddReaction<TReaction>(this IServiceCollection services)
        where TReaction : class, IReaction => services.AddSingleton<IReaction, TReaction>();

    /// <summary>Adds an in-memory read model, which slices then ask for by its own type.</summary>
    public static IServiceCollection AddFold<TFold>(this IServiceCollection services)
        where TFold : class, IFold
    {
        services.TryAddSingleton<TFold>();
        return services.AddSingleton<IFold>(provider => provider.GetRequiredService<TFold>());
    }

    /// <summary>Adds an asynchronous projection: tables that follow the log.</summary>
    public static IServiceCollection AddProjection<TProjection>(this IServiceCollection services)
        where TProjection : Projection => services.AddSingleton<Projection, TProjection>();

    /// <summary>Erasure:KeyFolder, else beside the server's other files; never in the database.</summary>
    private static KeyFolder KeysOf(IConfiguration configuration) => new(
        configuration["Erasure:KeyFolder"] ?? Path.Combine(configuration["Data:Folder"] ?? "data", "keys"));

    private static Reactions ReactionsOf(IServiceProvider provider) => new(
        provider.GetServices<IReaction>(),
        provider.GetRequiredService<EventStore>(),
        provider.GetRequiredService<NpgsqlDataSource>(),
        provider.GetRequiredService<DeadLetters>(),
        provider.GetRequiredService<Transactor>(),
        provider.GetRequiredService<MessageQueue>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<Reactions>>());

    private static ProjectionDaemon DaemonOf(IServiceProvider provider) => new(
        provider.GetRequiredService<EventStore>(),
        provider.GetRequiredService<NpgsqlDataSource>(),
        provider.GetServices<Projection>(),
        provider.GetRequiredService<TimeProvider>(),
        EventTypes.IsKnown,
        provider.GetRequiredService<ILogger<ProjectionDaemon>>());
}
