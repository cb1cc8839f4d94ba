namespace Governance.EventSourcing.Evolution;

/// <summary>Stands in for an event that this binary cannot read.</summary>
/// <param name="Type">The stored name.</param>
/// <param name="Known">
/// False when the type itself is unknown, so a newer binary wrote it and whoever reads on would miss something;
/// true when the type is known and only these bytes are not what it should hold.
/// </param>
/// <param name="Why">In words.</param>
public sealed record Unreadable(string Type, bool Known, string Why);

/// <summary>
/// A decision would rest on an event that this binary cannot read. While <see cref="Known"/> is false a newer binary
/// is being rolled out, and asking that one, or again later, helps.
/// </summary>
public sealed class UnreadableEventException(RecordedEvent recorded, Unreadable why)
    : Exception(
        $"Stream {recorded.StreamId} version {recorded.Version} ({recorded.Type}) cannot be read: {why.Why}")
{
    /// <summary>The event.</summary>
    public RecordedEvent Recorded { get; } = recorded;

    /// <summary>Whether this binary has a type of that name.</summary>
    public bool Known { get; } = why.Known;
}
