namespace Governance.EventSourcing;

/// <summary>A stored fact.</summary>
/// <param name="Position">Place in the whole log: dense from 1, in commit order.</param>
/// <param name="Id">The event's id, unique in the log.</param>
/// <param name="StreamId">Its stream.</param>
/// <param name="Version">Place in the stream: dense from 1.</param>
/// <param name="Type">Public alias.</param>
/// <param name="Data">UTF-8 JSON exactly as it was appended.</param>
/// <param name="At">When it was recorded, by the database's clock; never earlier than the position before.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="CorrelationId">What it belongs to.</param>
/// <param name="CausationId">What caused it.</param>
/// <param name="HeadersJson">Further metadata, a JSON object.</param>
/// <param name="DotnetType"><c>Namespace.Type, Assembly</c> of the writer.</param>
public sealed record RecordedEvent(
    long Position,
    Guid Id,
    string StreamId,
    long Version,
    string Type,
    ReadOnlyMemory<byte> Data,
    DateTimeOffset At,
    string? Actor,
    string? CorrelationId,
    string? CausationId,
    string? HeadersJson,
    string? DotnetType);

/// <summary>A stream without its events.</summary>
public sealed record StreamState(
    string StreamId, long Version, string? Type, DateTimeOffset Created, DateTimeOffset Updated);

/// <summary>The end of the log. <paramref name="Epoch"/> rises when a store is restored from a backup.</summary>
public sealed record Head(long Position, DateTimeOffset At, long Epoch);
