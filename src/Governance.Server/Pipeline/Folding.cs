using Governance.EventSourcing;

namespace Governance.Server.Pipeline;

/// <summary>Reading a stream as its state.</summary>
public static class Folding
{
    /// <summary>Folds a stream, as it is now or as it was up to a position of the log.</summary>
    /// <exception cref="UnreadableStreamException">
    /// An event of it cannot be read: deciding on half of it is worse.
    /// </exception>
    public static async Task<Folded<TState>> FoldAsync<TState, TEvent>(
        this EventStore store, StreamOf<TState, TEvent> stream, string id, CancellationToken ct,
        long? asOfPosition = null)
        where TEvent : class
    {
        var recorded = await store.FetchStreamAsync(stream.IdOf(id), asOfPosition: asOfPosition, ct: ct);
        var state = stream.Initial;
        foreach (var one in recorded)
            state = stream.Evolve(state, Read<TEvent>(one));
        return recorded is [.., var last]
            ? new Folded<TState>(state, last.Version, last.Position)
            : new Folded<TState>(state, ExpectedVersion.NoStream, 0);
    }

    private static TEvent Read<TEvent>(RecordedEvent recorded)
        where TEvent : class => EventTypes.Decode(recorded).Event switch
        {
            TEvent meant => meant,
            Unreadable unreadable => throw new UnreadableStreamException(recorded, unreadable.Why),
            _ => throw new UnreadableStreamException(recorded, $"It is no {typeof(TEvent).Name}."),
        };
}

/// <summary>A stream holds an event that its own slice cannot read.</summary>
public sealed class UnreadableStreamException(RecordedEvent recorded, string why)
    : Exception($"Stream {recorded.StreamId} version {recorded.Version} ({recorded.Type}) cannot be read: {why}");
