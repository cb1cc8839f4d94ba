namespace Governance.EventSourcing;

/// <summary>The append met a state of the store other than the caller assumed. Read again and decide again.</summary>
public abstract class ConcurrencyException(string message) : Exception(message);

/// <summary>A stream, appended to or guarded, is not at the version that the caller read.</summary>
public sealed class StreamConflictException(string streamId, long expected, long actual)
    : ConcurrencyException($"Stream {streamId} is at version {actual}, expected was {expected}.")
{
    /// <summary>The stream that moved.</summary>
    public string StreamId { get; } = streamId;

    /// <summary>The version that the caller read.</summary>
    public long Expected { get; } = expected;

    /// <summary>The version that the stream has.</summary>
    public long Actual { get; } = actual;
}

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

/// <summary>
/// What cannot be stored: not JSON, U+0000, half a surrogate pair, too long, no events. Never retried.
/// </summary>
public sealed class EventRefusedException(string message, Exception? cause = null) : Exception(message, cause);
