namespace Governance.Messaging.Timers;

/// <summary>
/// Names a timer: its kind says who handles it, its key whose it is. There is one of each pair at most.
/// </summary>
public readonly record struct TimerKey(string Kind, string Key);

/// <summary>A durable timer, written in the commit of the fact that wants it. Arming again replaces it.</summary>
/// <param name="DueAt">When it is to fire; past times fire at once.</param>
/// <param name="PayloadJson">What the handler needs, as JSON.</param>
public sealed record TimerToArm(string Kind, string Key, DateTimeOffset DueAt, string PayloadJson = "{}");

/// <summary>A timer whose time has come.</summary>
/// <param name="Id">Tells this arming from earlier and later ones of the same kind and key.</param>
/// <param name="FireAt">When this try was due: later than <paramref name="DueAt"/> after a failed try.</param>
/// <param name="Position">The position of the first fact of the commit that armed it.</param>
/// <param name="Attempts">Failed tries so far.</param>
/// <param name="Shard">Whose turn it is: the node that holds it fires it.</param>
public sealed record DueTimer(
    string Kind,
    string Key,
    long Id,
    DateTimeOffset DueAt,
    DateTimeOffset FireAt,
    string PayloadJson,
    long Position,
    int Attempts,
    short Shard)
{
    /// <summary>How late it is at <paramref name="now"/>; never negative.</summary>
    public TimeSpan LatenessAt(DateTimeOffset now) => now > DueAt ? now - DueAt : TimeSpan.Zero;
}
