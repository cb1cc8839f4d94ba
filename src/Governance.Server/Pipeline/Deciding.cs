using Governance.Domain;
using Governance.EventSourcing;

namespace Governance.Server.Pipeline;

/// <summary>
/// What a decision is made from: the folded stream, the time, and other streams, each of which is guarded by being
/// read: if it moves before the commit, everything is read and decided again.
/// </summary>
public sealed class Deciding<TState>
{
    private readonly EventStore _store;
    private readonly CancellationToken _ct;

    // Bounded by the streams that one decision reads.
    private readonly List<StreamGuard> _guards = [];

    internal Deciding(EventStore store, Folded<TState> folded, DateTimeOffset now, CancellationToken ct)
    {
        _store = store;
        _ct = ct;
        Stream = folded;
        Now = now;
    }

    /// <summary>The stream's state as it is now.</summary>
    public TState State => Stream.State;

    /// <summary>The stream's state with its version and place.</summary>
    public Folded<TState> Stream { get; }

    /// <summary>The time of the decision, in whole microseconds, UTC.</summary>
    public DateTimeOffset Now { get; }

    internal IReadOnlyList<StreamGuard> Guards => _guards;

    /// <summary>Another stream's state; the decision holds only as long as that stream has not moved.</summary>
    public async Task<TOther> ReadAsync<TOther, TEvent>(StreamOf<TOther, TEvent> stream, string id)
        where TEvent : class
    {
        var folded = await _store.FoldToDecideAsync(stream, id, _ct);
        _guards.Add(new StreamGuard(stream.IdOf(id), folded.Version));
        return folded.State;
    }
}

/// <summary>What was decided and what joins it.</summary>
public readonly record struct Plan<TEvent>(Decision<TEvent> Decision, Effects? Effects = null)
    where TEvent : class
{
    /// <summary>A decision without effects.</summary>
    public static implicit operator Plan<TEvent>(Decision<TEvent> decision) => new(decision);

    /// <summary>A refusal is a plan.</summary>
    public static implicit operator Plan<TEvent>(Refusal refusal) => new(refusal);
}
