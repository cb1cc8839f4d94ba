using Governance.EventSourcing;
using Governance.EventSourcing.Evolution;

namespace Governance.Server.Pipeline;

/// <summary>Reading a stream as its state.</summary>
public static class Folding
{
    /// <summary>
    /// Folds a stream, as it is now or as it was up to a position of the log. What only a newer binary knows is left
    /// out, and said to be in <see cref="Folded{TState}.Unknown"/>.
    /// </summary>
    /// <exception cref="UnreadableEventException">A known event's bytes are not what they should be.</exception>
    public static async Task<Folded<TState>> FoldAsync<TState, TEvent>(
        this EventStore store, StreamOf<TState, TEvent> stream, string id, CancellationToken ct,
        long? asOfPosition = null)
        where TEvent : class
    {
        var recorded = await store.FetchStreamAsync(stream.IdOf(id), asOfPosition: asOfPosition, ct: ct);
        return recorded.Select(EventTypes.Decode).Aggregate(
            new Folded<TState>(stream.Initial, ExpectedVersion.NoStream, 0),
            (folded, fact) => After(folded, fact, stream));
    }

    /// <summary>Folds a stream as the ground of a decision.</summary>
    /// <exception cref="UnreadableEventException">
    /// An event of it cannot be read: deciding on half of it is worse than not deciding.
    /// </exception>
    public static async Task<Folded<TState>> FoldToDecideAsync<TState, TEvent>(
        this EventStore store, StreamOf<TState, TEvent> stream, string id, CancellationToken ct)
        where TEvent : class
    {
        var folded = await store.FoldAsync(stream, id, ct);
        return folded.Unknown is { Event: Unreadable why } unknown
            ? throw new UnreadableEventException(unknown.Recorded, why)
            : folded;
    }

    private static Folded<TState> After<TState, TEvent>(
        Folded<TState> folded, Fact fact, StreamOf<TState, TEvent> stream)
        where TEvent : class
    {
        var moved = folded with { Version = fact.Recorded.Version, Position = fact.Position };
        return fact.Event switch
        {
            TEvent meant => moved with { State = stream.Evolve(folded.State, meant) },
            StreamArchived => moved,
            Unreadable { Known: false } => moved with { Unknown = folded.Unknown ?? fact },
            Unreadable why => throw new UnreadableEventException(fact.Recorded, why),
            _ => throw new UnreadableEventException(
                fact.Recorded, new Unreadable(fact.Recorded.Type, true, $"It is no {typeof(TEvent).Name}.")),
        };
    }
}
