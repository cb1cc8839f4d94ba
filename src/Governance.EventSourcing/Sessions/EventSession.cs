using Governance.EventSourcing.Evolution;

namespace Governance.EventSourcing.Sessions;

/// <summary>
/// A unit of work: what is appended through <see cref="Events"/> becomes true in one commit when it is saved, or not
/// at all. It holds no connection and belongs to one caller at a time.
/// </summary>
public sealed class EventSession : IAsyncDisposable
{
    private readonly EventStore _store;
    private readonly EventRegistry _registry;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, string> _headers = new(StringComparer.Ordinal); // Bounded by the caller.
    private readonly Dictionary<string, PendingStream> _streams = new(StringComparer.Ordinal); // As is one append.

    internal EventSession(EventStore store, EventRegistry registry, TimeProvider clock)
    {
        (_store, _registry, _clock) = (store, registry, clock);
        Events = new StreamOperations(this, store, registry);
    }

    /// <summary>Appending to streams and reading them.</summary>
    public StreamOperations Events { get; }

    /// <summary>What the session's events belong to.</summary>
    public string? CorrelationId { get; set; }

    /// <summary>What caused them.</summary>
    public string? CausationId { get; set; }

    /// <summary>Who did it.</summary>
    public string? LastModifiedBy { get; set; }

    /// <summary>A header of every event of the session.</summary>
    public void SetHeader(string key, string value) => _headers[key] = value;

    /// <summary>
    /// Appends everything in one durable commit and forgets it; null where nothing was appended. After a lost answer
    /// (the store unavailable, the caller cancelled) the same session may be saved again: it is appended once. After a
    /// conflict, fetch and decide again in a new session.
    /// </summary>
    /// <exception cref="ConcurrencyException">A stream is not where it was, is archived, or exists already.</exception>
    /// <exception cref="EventRefusedException">Something cannot be stored.</exception>
    public async Task<AppendResult?> SaveChangesAsync(CancellationToken ct = default)
    {
        var appends = _streams.Values.Where(stream => stream.Events.Count > 0).Select(stream => stream.ToAppend());
        var request = new AppendRequest(
            [.. appends],
            new AppendMetadata(LastModifiedBy, CorrelationId, CausationId, _headers),
            [.. _streams.Values.Select(stream => stream.ToGuard()).OfType<StreamGuard>()]);
        if (request.Streams.Count == 0)
            return null;
        var result = await _store.AppendAsync(request, ct);
        _streams.Clear();
        return result;
    }

    /// <summary>Forgets what was not saved.</summary>
    public ValueTask DisposeAsync()
    {
        _streams.Clear();
        return ValueTask.CompletedTask;
    }

    internal PendingStream Pending(string streamId)
    {
        if (!_streams.TryGetValue(streamId, out var pending))
            _streams[streamId] = pending = new PendingStream(streamId, _registry, _clock);
        return pending;
    }
}
