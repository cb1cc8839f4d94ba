using System.IO.Compression;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals;

/// <summary>A watch in memory: written by one reaction, looked into by pages.</summary>
internal sealed class HeldWatch(DeploymentWatch watch, DateTimeOffset savedAt)
{
    private readonly Lock _gate = new();
    private IReadOnlyList<FoundSignal> _last = [];
    private (string StreamId, long Version) _taken;

    internal DateTimeOffset SavedAt { get; set; } = savedAt;

    /// <summary>
    /// Whether nothing lies between what this watch has taken in and a segment. Another node may have had the duty in
    /// between; then, and on the first segment of a day, it cannot be told.
    /// </summary>
    internal bool Continues(Fact segment)
    {
        lock (_gate)
        {
            return segment.Position <= watch.Position
                || (segment.StreamId == _taken.StreamId && segment.Recorded.Version == _taken.Version + 1);
        }
    }

    /// <summary>
    /// What a segment brings to light. Asked again for the last one, because what was found could not be appended, it
    /// gives the same; an earlier one has been dealt with.
    /// </summary>
    internal (IReadOnlyList<FoundSignal> Found, long WindowsClosed) Take(Fact fact, WatchedSegment segment)
    {
        lock (_gate)
        {
            if (segment.Position < watch.Position)
                return ([], 0);
            if (segment.Position == watch.Position)
                return (_last, 0);
            var before = watch.WindowsClosed;
            _last = watch.Take(segment);
            _taken = (fact.StreamId, fact.Recorded.Version);
            return (_last, watch.WindowsClosed - before);
        }
    }

    internal T Look<T>(Func<DeploymentWatch, T> look)
    {
        lock (_gate)
            return look(watch);
    }

    /// <summary>The state, packed, and the position it stands at.</summary>
    internal (long Position, byte[] Body) Pack()
    {
        using var packed = new MemoryStream();
        lock (_gate)
        {
            using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            using (var writer = new BinaryWriter(brotli))
                watch.Save(writer);
            return (watch.Position, packed.ToArray());
        }
    }
}
