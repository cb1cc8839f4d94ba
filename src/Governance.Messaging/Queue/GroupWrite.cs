using System.Threading.Channels;

namespace Governance.Messaging.Queue;

/// <summary>
/// Gathers what arrives while the last write is under way and writes it as one: the more is waiting, the less each
/// costs, and an idle system waits for nothing.
/// </summary>
internal sealed class GroupWrite<T>(int limit, Func<IReadOnlyList<T>, Task> write)
{
    /// <summary>Items that may wait; beyond it the caller waits.</summary>
    private const int MaxWaiting = 20_000;

    private readonly Channel<T> _waiting = Channel.CreateBounded<T>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    /// <summary>Hands an item in; ends when there is room for it, not when it is written.</summary>
    public ValueTask AddAsync(T item, CancellationToken ct) => _waiting.Writer.WriteAsync(item, ct);

    /// <summary>Takes no more; <see cref="RunAsync"/> ends when what waits is written.</summary>
    public void Close() => _waiting.Writer.TryComplete();

    /// <summary>Writes until closed. <paramref name="write"/> answers for its own errors.</summary>
    public async Task RunAsync()
    {
        var batch = new List<T>(limit);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < limit && _waiting.Reader.TryRead(out var item))
                batch.Add(item);
            await write(batch);
            batch.Clear();
        }
    }
}
