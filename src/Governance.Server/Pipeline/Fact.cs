using Governance.EventSourcing;
using Governance.EventSourcing.Evolution;

namespace Governance.Server.Pipeline;

/// <summary>A stored event with its meaning: what the log recorded, and the record of Domain that it is.</summary>
/// <param name="Recorded">Position, stream, time and exact bytes.</param>
/// <param name="Event">One record of a closed event hierarchy, or <see cref="Unreadable"/>.</param>
public sealed record Fact(RecordedEvent Recorded, object Event)
{
    /// <summary>The place in the log, counted from 1.</summary>
    public long Position => Recorded.Position;

    /// <summary>The stream's whole id, e.g. <c>incident-…</c>.</summary>
    public string StreamId => Recorded.StreamId;

    /// <summary>
    /// The opaque id inside the stream's id: what follows the first hyphen after <paramref name="prefix"/>.
    /// </summary>
    public string IdIn(string prefix) =>
        StreamId.StartsWith(prefix + "-", StringComparison.Ordinal)
            ? StreamId[(prefix.Length + 1)..]
            : throw new InvalidOperationException($"Stream {StreamId} is not one of {prefix}-….");

    /// <summary>When it was recorded, by the database's clock.</summary>
    public DateTimeOffset At => Recorded.At;
}
