using Governance.Messaging;
using Governance.Messaging.Handling;
using Governance.Messaging.Queue;
using Governance.Postgres.Waking;
using Npgsql;

namespace Governance.Server.Pipeline.Handling;

/// <summary>How slices say what handles what.</summary>
public static class HandlerSetup
{
    /// <summary>
    /// Adds a class of pure handlers: a subscription if its messages are facts, else the handler of messages that are
    /// sent or scheduled.
    /// </summary>
    public static IServiceCollection AddHandler(this IServiceCollection services, Type type)
    {
        services.AddSingleton(new HandlerClass(type));
        var messages = HandlerBook.MessagesOf(type);
        if (messages.Any(MessageNames.IsFact))
            services.AddSingleton<IReaction>(
                provider => new HandlerReaction(type, provider.GetRequiredService<Handlers>()));
        foreach (var message in messages.Where(one => !MessageNames.IsFact(one)))
            services.AddSingleton<ITimerHandler>(
                provider => new HandlerTimer(message, provider.GetRequiredService<Handlers>()));
        return services;
    }

    /// <summary>Adds a kind of stream whose state handlers may take and decide on.</summary>
    public static IServiceCollection AddStream<TState, TEvent>(
        this IServiceCollection services, StreamOf<TState, TEvent> stream)
        where TEvent : class => services.AddSingleton(KnownStream.Of(stream));

    internal static IServiceCollection AddHandling(this IServiceCollection services) => services
        .AddSingleton<Surroundings>()
        .AddSingleton<Handlers>()
        .AddSingleton<IMessageHandling, QueueHandling>()
        .AddSingleton(QueueOf);

    private static MessageQueue QueueOf(IServiceProvider provider) => new(
        provider.GetRequiredService<NpgsqlDataSource>(),
        provider.GetRequiredService<IMessageHandling>(),
        provider.GetRequiredService<WakeUps>(),
        provider.GetRequiredService<MessagingMetrics>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<MessageQueue>>());
}
