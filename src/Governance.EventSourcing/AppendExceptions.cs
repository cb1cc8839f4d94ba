namespace Governance.EventSourcing;

/// <summary>
/// The append met a state of the store other than the caller assumed: read again and decide again. Every failure of
/// that kind is one of these, whatever it was that got in the way.
/// </summary>
public abstract class ConcurrencyException(
    string message, string? streamId = null, long? expected = null, long? actual = null, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>The stream it was about; null where it was about no stream.</summary>
    public string? StreamId { get; } = streamId;

    /// <summary>The version that the caller assumed; null where it assumed none.</summary>
    public long? Expected { get; } = expected;

    /// <summary>The version that the stream has; null where it was not learned.</summary>
    public long? Actual { get; } = actual;
}

/// <summary>
/// A stream, appended to or guarded, is not at the version that the caller read; a stream to be started exists.
/// </summary>
public sealed class StreamConflictException(string streamId, long expected, long actual)
    : ConcurrencyException(
        expected == ExpectedVersion.NoStream
            ? $"Stream {streamId} exists already, at version {actual}."
            : $"Stream {streamId} is at version {actual}, expected was {expected}.",
        streamId,
        expected,
        actual);

/// <summary>The stream is archived: it is read as before, and nothing is appended to it any more.</summary>
public sealed class StreamArchivedException(string streamId, long? expected, long actual)
    : ConcurrencyException(
        $"Stream {streamId} is archived, at version {actual}.",
        streamId,
        expected == ExpectedVersion.Any ? null : expected,
        actual);

/// <summary>A row that the append depended on is gone or has moved: a timer already fired, a lease lost.</summary>
public sealed class RowGuardFailedException(int index, int rows)
    : ConcurrencyException($"Row guard {index} met {rows} rows instead of one; nothing was appended.")
{
    /// <summary>Which of the request's row guards.</summary>
    public int Index { get; } = index;
}

/// <summary>Some of the append's event ids are in the log already, but not all of them, or in another stream.</summary>
public sealed class EventIdTakenException(Guid id)
    : ConcurrencyException($"Event {id} is in the log already, as part of another append.")
{
    /// <summary>The id.</summary>
    public Guid Id { get; } = id;
}

/// <summary>Others held what the append had to lock, for as long as it could wait. Nothing was appended.</summary>
public sealed class AppendBlockedException(Exception cause)
    : ConcurrencyException("Others held the log's lock for too long; nothing was appended.", cause: cause);

/// <summary>
/// What cannot be stored: not JSON, U+0000, half a surrogate pair, an integer that others would round, too long, no
/// events. Never retried.
/// </summary>
public sealed class EventRefusedException(string message, Exception? cause = null) : Exception(message, cause);
