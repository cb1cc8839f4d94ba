using System.Collections.Concurrent;
using Governance.Messaging;
using Governance.Messaging.Queue;
using Governance.Postgres;
using Governance.Postgres.Waking;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Governance.SystemTests.Messaging;

/// <summary>One node's queue with a handler of the test's; the room alone, without a log.</summary>
internal sealed class QueueNode : IMessageHandling, IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly WakeUps _wakeUps;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<LocalMessage, Task> _handle;
    private Task _running = Task.CompletedTask;

    internal QueueNode(TestDatabase database, Func<LocalMessage, Task>? handle = null, TimeProvider? clock = null)
    {
        _handle = handle ?? (_ => Task.CompletedTask);
        _wakeUps = new WakeUps(database.DataSource, TimeProvider.System);
        Table = new MessageTable(database.DataSource);
        Queue = new MessageQueue(
            database.DataSource, this, _wakeUps, ActivatorUtilities.CreateInstance<MessagingMetrics>(_services),
            clock ?? TimeProvider.System, NullLogger<MessageQueue>.Instance);
    }

    internal MessageTable Table { get; }

    internal MessageQueue Queue { get; }

    internal ConcurrentQueue<LocalMessage> Handled { get; } = new();

    internal ErrorPolicy Policy { get; init; } = ErrorPolicy.Default;

    internal QueueNode Running()
    {
        _running = Task.WhenAll(Enumerable.Range(0, Shard.Count)
            .Select(shard => Queue.RunAsync((short)shard, _stopping.Token)));
        return this;
    }

    internal Task SendAsync(params LocalMessage[] messages) =>
        Queue.SendAsync(messages, TestContext.Current.CancellationToken);

    internal static LocalMessage Message(string key, string body = "0") =>
        new(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), "test", key, body);

    internal Task UntilDoneAsync() => Eventually.IsTrueAsync(
        "every message is done",
        async () => await Table.CountWaitingAsync(TestContext.Current.CancellationToken) == 0);

    public async Task<bool> HandleAsync(LocalMessage message, RowGuard taken, CancellationToken ct)
    {
        await _handle(message);
        Handled.Enqueue(message);
        return false;
    }

    public ErrorPolicy PolicyOf(LocalMessage message) => Policy;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        await Queue.DisposeAsync();
        await _wakeUps.DisposeAsync();
        await _services.DisposeAsync();
        _stopping.Dispose();
    }
}
