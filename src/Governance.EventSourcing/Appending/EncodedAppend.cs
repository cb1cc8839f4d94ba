using System.Text.Json;

namespace Governance.EventSourcing.Appending;

/// <summary>
/// An append with everything computed that does not depend on its place: checked, salted, hashed, measured.
/// </summary>
internal sealed class EncodedAppend
{
    private readonly TaskCompletionSource<AppendResult> _done =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EncodedAppend(AppendRequest request, EncodedEvent[] events, string? headersJson)
    {
        Request = request;
        Events = events;
        HeadersJson = headersJson;
        Bytes = events.Sum(e => (long)e.Data.Length + EncodedEvent.RowOverhead);
        GivenIds = events.Any(e => e.IdGiven);
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

    public bool MayRepeat => GivenIds || MayBeWritten;

    public bool HasRowGuards => Request.RowGuards is { Count: > 0 };

    public Task<AppendResult> Done => _done.Task;

    public void Complete(AppendResult result) => _done.TrySetResult(result);

    public void Fail(Exception error) => _done.TrySetException(error);

    /// <summary>Every stream whose version decides about this append.</summary>
    public IEnumerable<string> StreamIds() => Request.Streams.Select(stream => stream.StreamId)
        .Concat(Request.Guards?.Select(guard => guard.StreamId) ?? []);

    /// <exception cref="EventRefusedException">Something of it cannot be stored.</exception>
    public static EncodedAppend Of(AppendRequest request, EventStoreOptions options, TimeProvider clock)
    {
        PayloadRules.RequireMetadata(request.Metadata);
        var headers = request.Metadata.Headers is { Count: > 0 } given ? JsonSerializer.Serialize(given) : null;
        if (headers is not null)
            PayloadRules.RequireJson(System.Text.Encoding.UTF8.GetBytes(headers));
        var now = clock.GetUtcNow();
        var events = new List<EncodedEvent>(request.Streams.Sum(stream => stream.Events.Count));
        foreach (var stream in request.Streams)
        {
            PayloadRules.RequireStreamId(stream.StreamId);
            foreach (var fact in stream.Events)
                events.Add(EncodedEvent.Of(fact, stream.StreamId, request.Metadata, headers, options, now));
        }

        if (events.Count == 0)
            throw new EventRefusedException("An append needs at least one event.");
        if (events.Count > AppendLimits.EventsPerBatch)
        {
            throw new EventRefusedException(
                $"{events.Count} events would hold the lock too long; {AppendLimits.EventsPerBatch} are allowed.");
        }

        return new EncodedAppend(request, [.. events], headers);
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
    byte[] Salt,
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
        EventStoreOptions options,
        DateTimeOffset now)
    {
        PayloadRules.RequireEvent(fact);
        var id = fact.Id ?? Guid.CreateVersion7(now);
        var salt = new byte[EventHashes.Length];
        options.FillSalt(salt);
        return new EncodedEvent(
            streamId,
            id,
            fact.Id is not null,
            fact.Type,
            fact.DotnetType,
            fact.Data,
            salt,
            EventHashes.OfData(salt, fact.Data.Span),
            EventHashes.OfMetadata(
                salt, id, metadata.CausationId, metadata.Actor, fact.DotnetType, headersJson));
    }
}
