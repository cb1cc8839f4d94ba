using Governance.Postgres;

namespace Governance.EventSourcing;

/// <summary>A fact to be stored.</summary>
/// <param name="Type">The public alias, for example <c>incident.severity_raised</c>; at most 500 characters.</param>
/// <param name="Data">UTF-8 JSON, stored and hashed byte for byte.</param>
/// <param name="Id">Given by whoever may have to try again: the same ids append once. Else made by the store.</param>
/// <param name="DotnetType"><c>Namespace.Type, Assembly</c>, for Marten.</param>
public sealed record NewEvent(string Type, ReadOnlyMemory<byte> Data, Guid? Id = null, string? DotnetType = null);

/// <summary>Where a stream must be for an append to it: a version of at least 1, or one of these.</summary>
public static class ExpectedVersion
{
    /// <summary>Wherever the stream is.</summary>
    public const long Any = -1;

    /// <summary>The stream must not exist.</summary>
    public const long NoStream = 0;
}

/// <summary>Facts for one stream, in order. <paramref name="StreamType"/> is kept from the first append.</summary>
public sealed record StreamAppend(
    string StreamId, long ExpectedVersion, IReadOnlyList<NewEvent> Events, string? StreamType = null);

/// <summary>A stream that was only read and must still be at this version (0: must still not exist).</summary>
public sealed record StreamGuard(string StreamId, long Version);

/// <summary>Who and why, for every event of an append. <paramref name="Headers"/> become a JSON object.</summary>
public sealed record AppendMetadata(
    string? Actor = null,
    string? CorrelationId = null,
    string? CausationId = null,
    IReadOnlyDictionary<string, string>? Headers = null);

/// <summary>
/// Everything that becomes true in one commit, or not at all: events of one or several streams, guards on what was
/// only read, and rows that belong to the facts. <paramref name="Governed"/> appends go before behaviour.
/// <paramref name="Segments"/> are the bytes behind segment headers among the events.
/// </summary>
public sealed record AppendRequest(
    IReadOnlyList<StreamAppend> Streams,
    AppendMetadata Metadata,
    IReadOnlyList<StreamGuard>? Guards = null,
    IReadOnlyList<JoinedWrite>? Writes = null,
    IReadOnlyList<RowGuard>? RowGuards = null,
    bool Governed = true,
    IReadOnlyList<SegmentRow>? Segments = null);

/// <summary>The bytes of one batch of observations, stored at the position of their header event.</summary>
/// <param name="EventIndex">Which of the request's events (streams in order, events in order) is the header.</param>
/// <param name="Day">The recorded day, UTC; its partition must exist.</param>
/// <param name="Deployment">Whose behaviour it is.</param>
/// <param name="Codec">How <paramref name="Body"/> is written; the caller's own numbering.</param>
/// <param name="Count">Observations in it.</param>
/// <param name="RawLength">Bytes before compression.</param>
/// <param name="Salt">32 bytes that the observations' leaves are salted with.</param>
/// <param name="Root">Root of the tree over the observations' leaves.</param>
/// <param name="Body">The compressed bytes.</param>
public sealed record SegmentRow(
    int EventIndex,
    DateOnly Day,
    string Deployment,
    short Codec,
    int Count,
    int RawLength,
    byte[] Salt,
    byte[] Root,
    byte[] Body);

/// <summary>Where an append lies in the log.</summary>
/// <param name="FirstPosition">Position of its first event.</param>
/// <param name="LastPosition">Position of its last event.</param>
/// <param name="At">The database's time of the append, whole microseconds, UTC.</param>
/// <param name="AlreadyAppended">All ids were there already: nothing was written, the places are the old ones.</param>
public sealed record AppendResult(long FirstPosition, long LastPosition, DateTimeOffset At, bool AlreadyAppended);
