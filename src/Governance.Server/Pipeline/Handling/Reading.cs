using Governance.EventSourcing;

namespace Governance.Server.Pipeline.Handling;

/// <summary>
/// Reads streams for a decision, each of which is guarded by being read: if one moves before the commit, everything is
/// read and decided again.
/// </summary>
public class Reading
{
    private readonly EventStore _store;
    private readonly CancellationToken _ct;

    // Bounded by the streams that one decision reads.
    private readonly List<StreamGuard> _guards = [];

    internal Reading(EventStore store, DateTimeOffset now, CancellationToken ct) =>
        (_store, Now, _ct) = (store, now, ct);

    /// <summary>The time of the decision, in whole microseconds, UTC.</summary>
    public DateTimeOffset Now { get; }

    internal IReadOnlyList<StreamGuard> Guards => _guards;

    /// <summary>A stream's state; the decision holds only as long as that stream has not moved.</summary>
    public async Task<TState> ReadAsync<TState, TEvent>(StreamOf<TState, TEvent> stream, string id)
        where TEvent : class
    {
        var folded = await _store.FoldToDecideAsync(stream, id, _ct);
        _guards.Add(new StreamGuard(stream.IdOf(id), folded.Version));
        return folded.State;
    }
}
