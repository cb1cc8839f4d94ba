using Governance.EventSourcing.Evolution;

namespace Governance.EventSourcing.Sessions;

/// <summary>
/// A session's streams, in Marten's words. Appending only notes what <see cref="EventSession.SaveChangesAsync"/> will
/// do; events are objects of registered types, or <see cref="NewEvent"/> for exact bytes and ids.
/// </summary>
public sealed class StreamOperations
{
    private readonly EventSession _session;
    private readonly EventStore _store;
    private readonly EventRegistry _registry;

    internal StreamOperations(EventSession session, EventStore store, EventRegistry registry) =>
        (_session, _store, _registry) = (session, store, registry);

    /// <summary>An event with an id of the caller's: the same ids are appended once, however often it is saved.
    /// </summary>
    public NewEvent BuildEvent(object data, Guid id) => _registry.Encode(data, id);

    /// <summary>Appends to a stream that must not exist.</summary>
    public void StartStream(string streamId, params IEnumerable<object> events) => Start(streamId, null, events);

    /// <summary>The same, and the stream says that it is a <typeparamref name="T"/>.</summary>
    public void StartStream<T>(string streamId, params IEnumerable<object> events)
        where T : class => Start(streamId, typeof(T), events);

    /// <summary>Appends wherever the stream is.</summary>
    public void Append(string streamId, params IEnumerable<object> events) => _session.Pending(streamId).Add(events);

    /// <summary>
    /// Appends so that the stream is at <paramref name="expectedVersion"/> afterwards (Marten's meaning): the first
    /// two events of a stream are appended with 2.
    /// </summary>
    public void Append(string streamId, long expectedVersion, params IEnumerable<object> events)
    {
        var pending = _session.Pending(streamId);
        pending.Add(events);
        pending.Expect(expectedVersion - pending.Events.Count);
    }

    /// <summary>Appends if the stream is still where it is now; 0 where there is none.</summary>
    public async Task AppendOptimistic(string streamId, CancellationToken ct, params IEnumerable<object> events)
    {
        var state = await _store.FetchStreamStateAsync(streamId, ct);
        var pending = _session.Pending(streamId);
        pending.Add(events);
        pending.Expect(state?.Version ?? ExpectedVersion.NoStream);
    }

    /// <inheritdoc cref="AppendOptimistic(string, CancellationToken, IEnumerable{object})"/>
    public Task AppendOptimistic(string streamId, params IEnumerable<object> events) =>
        AppendOptimistic(streamId, CancellationToken.None, events);

    /// <summary>
    /// Folds a stream to decide on it. Saving then needs the stream to be still there, also if nothing is appended to
    /// it: whoever decides on a stream is guarded by having read it.
    /// </summary>
    /// <exception cref="StreamArchivedException">Nothing can be appended any more.</exception>
    public async Task<IEventStream<T>> FetchForWriting<T>(string streamId, CancellationToken ct = default)
        where T : class
    {
        var folded = Fold<T>.Over(await _store.FetchStreamAsync(streamId, ct: ct), _registry);
        if (folded.Archived)
            throw new StreamArchivedException(streamId, null, folded.Version);
        var pending = _session.Pending(streamId);
        pending.Expect(folded.Version);
        pending.OfType(typeof(T));
        return new FetchedStream<T>(pending, folded);
    }

    /// <summary>The same, where the caller knows the version that the decision was made on.</summary>
    /// <exception cref="StreamConflictException">The stream is elsewhere already.</exception>
    public async Task<IEventStream<T>> FetchForWriting<T>(
        string streamId, long expectedVersion, CancellationToken ct = default)
        where T : class
    {
        var stream = await FetchForWriting<T>(streamId, ct);
        return stream.StartingVersion == expectedVersion
            ? stream
            : throw new StreamConflictException(streamId, expectedVersion, stream.StartingVersion);
    }

    /// <summary>
    /// A stream's state as of a version, a recorded time or a position of the log (each inclusive); null where it has
    /// no event by then. Events of a newer version of the program are left out: whoever decides fetches for writing.
    /// </summary>
    public async Task<T?> AggregateStreamAsync<T>(
        string streamId,
        long? version = null,
        DateTimeOffset? timestamp = null,
        long? position = null,
        CancellationToken ct = default)
        where T : class =>
        Fold<T>.Over(await _store.FetchStreamAsync(streamId, 1, version, timestamp, position, ct), _registry).State;

    /// <summary>A stream's events in order, archived or not, as of a version, a recorded time or a position.</summary>
    public async Task<IReadOnlyList<TypedEvent>> FetchStreamAsync(
        string streamId,
        long? version = null,
        DateTimeOffset? timestamp = null,
        long? position = null,
        long fromVersion = 1,
        CancellationToken ct = default) =>
        [
            .. (await _store.FetchStreamAsync(streamId, fromVersion, version, timestamp, position, ct))
                .Select(_registry.Decode),
        ];

    /// <summary>A stream without its events; null where there is none.</summary>
    public Task<StreamState?> FetchStreamStateAsync(string streamId, CancellationToken ct = default) =>
        _store.FetchStreamStateAsync(streamId, ct);

    /// <summary>
    /// Ends a stream by its last event, <see cref="StreamArchived"/>: nothing is appended to it any more, and it is
    /// read as before.
    /// </summary>
    public void ArchiveStream(string streamId, string? reason = null) => Append(streamId, new StreamArchived(reason));

    private void Start(string streamId, Type? aggregate, IEnumerable<object> events)
    {
        var pending = _session.Pending(streamId);
        pending.Expect(ExpectedVersion.NoStream);
        if (aggregate is not null)
            pending.OfType(aggregate);
        pending.Add(events);
    }
}
