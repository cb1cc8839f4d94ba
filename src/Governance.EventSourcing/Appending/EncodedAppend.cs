using System.Text;
using System.Text.Json;

namespace Governance.EventSourcing.Appending;

/// <summary>
/// An append with everything computed that does not depend on its place: checked, salted, hashed, measured. Its answer
/// is a work item of the thread pool's common queue: answers are heard in the order they were given, and what is queued
/// behind them comes after them.
/// </summary>
internal sealed class EncodedAppend : IThreadPoolWorkItem
{
    // Continued inline, by the work item.
    private readonly TaskCompletionSource<AppendResult> _done = new();
    private readonly CancellationToken _givenUp;
    private AppendResult? _result;
    private Exception? _error;

    private EncodedAppend(
        AppendRequest request, EncodedEvent[] events, string? headersJson, long bytes, CancellationToken givenUp)
    {
        Request = request;
        Events = events;
        HeadersJson = headersJson;
        Bytes = bytes;
        GivenIds = Array.Exists(events, one => one.IdGiven);
        _givenUp = givenUp;
    }

    public AppendRequest Request { get; }

    /// <summary>All events, streams in order and events in order.</summary>
    public EncodedEvent[] Events { get; }

    public string? HeadersJson { get; }

    public long Bytes { get; }

    /// <summary>The caller gave ids, so this may be a repetition.</summary>
    public bool GivenIds { get; }

    /// <summary>A first try may or may not have been committed, so this is treated as a repetition.</summary>
    public bool MayBeWritten { get; set; }

    /// <summary>Something in its batch was refused: it goes by itself, and gets its own answer.</summary>
    public bool Alone { get; set; }

    /// <summary>Tries so far that said nothing about it.</summary>
    public int Tries { get; set; }

    public bool MayRepeat => GivenIds || MayBeWritten;

    public bool HasRowGuards => Request.RowGuards is { Count: > 0 };

    /// <summary>Something joined to it must know the append's time before it is sent.</summary>
    public bool NeedsTime => Request.Writes is { } writes
        && writes.Any(write => write.Parameters.Any(parameter => parameter.NeedsTime));

    /// <summary>Nobody waits any more, and nothing of it has been sent.</summary>
    public bool IsGivenUp => _givenUp.IsCancellationRequested && !MayBeWritten;

    public Task<AppendResult> Done => _done.Task;

    public void Complete(AppendResult result)
    {
        _result = result;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Fail(Exception error)
    {
        _error = error;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_error is not null)
            _done.TrySetException(_error);
        else
            _done.TrySetResult(_result!);
    }

    /// <summary>Every stream whose version decides about this append; some may come twice.</summary>
    public IEnumerable<string> StreamIds()
    {
        foreach (var stream in Request.Streams)
            yield return stream.StreamId;
        foreach (var guard in Request.Guards ?? [])
            yield return guard.StreamId;
    }

    /// <exception cref="EventRefusedException">Something of it cannot be stored.</exception>
    public static EncodedAppend Of(
        AppendRequest request, EventStoreOptions options, TimeProvider clock, CancellationToken givenUp)
    {
        PayloadRules.RequireMetadata(request.Metadata);
        var headers = request.Metadata.Headers is { Count: > 0 } given ? JsonSerializer.Serialize(given) : null;
        if (headers is not null)
            PayloadRules.RequireJson(Encoding.UTF8.GetBytes(headers));
        var count = request.Streams.Sum(stream => stream.Events.Count);
        if (count == 0)
            throw new EventRefusedException("An append needs at least one event.");
        if (count > AppendLimits.EventsPerBatch)
        {
            throw new EventRefusedException(
                $"{count} events would hold the lock too long; {AppendLimits.EventsPerBatch} are allowed.");
        }

        var salts = new byte[count * EventHashes.Length];
        options.FillSalt(salts);
        var (events, next, bytes, now) = (new EncodedEvent[count], 0, 0L, clock.GetUtcNow());
        foreach (var stream in request.Streams)
        {
            PayloadRules.RequireStreamId(stream.StreamId);
            foreach (var fact in stream.Events)
            {
                var salt = salts.AsMemory(next * EventHashes.Length, EventHashes.Length);
                events[next++] = EncodedEvent.Of(fact, stream.StreamId, request.Metadata, headers, salt, now);
                bytes += fact.Data.Length + EncodedEvent.RowOverhead;
            }
        }

        bytes += request.Segments?.Sum(segment => (long)segment.Body.Length) ?? 0;
        return new EncodedAppend(request, events, headers, bytes, givenUp);
    }
}

/// <summary>An event's row, but for position, version and time.</summary>
internal sealed record EncodedEvent(
    string StreamId,
    Guid Id,
    bool IdGiven,
    string Type,
    string? DotnetType,
    ReadOnlyMemory<byte> Data,
    ReadOnlyMemory<byte> Salt,
    byte[] DataHash,
    byte[] MetaHash)
{
    /// <summary>Bytes of a row beside its payload: ids, hashes, names. A rough measure for limits.</summary>
    public const int RowOverhead = 300;

    public static EncodedEvent Of(
        NewEvent fact,
        string streamId,
        AppendMetadata metadata,
        string? headersJson,
        ReadOnlyMemory<byte> salt,
        DateTimeOffset now)
    {
        PayloadRules.RequireEvent(fact);
        var id = fact.Id ?? Guid.CreateVersion7(now);
        return new EncodedEvent(
            streamId,
            id,
            fact.Id is not null,
            fact.Type,
            fact.DotnetType,
            fact.Data,
            salt,
            EventHashes.OfData(salt.Span, fact.Data.Span),
            EventHashes.OfMetadata(
                salt.Span, id, metadata.CausationId, metadata.Actor, fact.DotnetType, headersJson));
    }
}
