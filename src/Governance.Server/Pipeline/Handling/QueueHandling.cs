using Governance.EventSourcing;
using Governance.Messaging;
using Governance.Messaging.Queue;
using Governance.Postgres;

namespace Governance.Server.Pipeline.Handling;

/// <summary>
/// Joins queue and log: what handling a message comes to is one commit, in which the message is marked handled, so it
/// takes effect once however often it is tried.
/// </summary>
/// <param name="services">Asked late: handlers and transactor need the queue themselves.</param>
internal sealed class QueueHandling(IServiceProvider services) : IMessageHandling
{
    /// <summary>A newer binary sent it, and will have its shard soon: about a quarter of an hour of patience.</summary>
    private static readonly ErrorPolicy s_unhandled = ErrorPolicy.Default.OnException<UnhandledMessageException>()
        .Reschedule([.. Enumerable.Repeat(TimeSpan.FromSeconds(10), 90)])
        .Then.MoveToErrorQueue();

    public async Task<bool> HandleAsync(LocalMessage message, RowGuard taken, CancellationToken ct)
    {
        var handlers = services.GetRequiredService<Handlers>();
        var handler = handlers.Find(message.Type)
            ?? throw new UnhandledMessageException(message.Type);
        var cause = Cause.Message(message, Reacting.PartOf(handler.Name), taken);
        var context = Reacting.By(services.GetRequiredService<Transactor>(), cause, handler.MayEmit, ct);
        try
        {
            await context.HandleAsync(reading =>
                handlers.DecideAsync(handler, message.BodyJson, message.Key, null, reading, ct));
            return context.HasCommitted;
        }
        catch (RowGuardFailedException)
        {
            return true; // Handled already, or another runner's by now.
        }
    }

    public ErrorPolicy PolicyOf(LocalMessage message) =>
        services.GetRequiredService<Handlers>().Find(message.Type)?.Errors ?? s_unhandled;

    private sealed class UnhandledMessageException(string type) : Exception($"Nobody handles messages of type {type}.");
}
