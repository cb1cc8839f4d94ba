using Governance.Domain.Intake;

namespace Governance.Server.Intake.Segments;

/// <summary>
/// Observations committed by this process a moment ago, so that who follows closely need not unpack them.
/// </summary>
internal sealed class RecentSegments
{
    /// <summary>Observations kept, some 30 MB at most; the oldest segments go first.</summary>
    private const int MaxObservations = 20_000;

    private readonly Lock _lock = new();

    // Bounded by MaxObservations.
    private readonly Dictionary<long, IReadOnlyList<Observation>> _segments = [];
    private readonly Queue<long> _order = [];
    private int _count;

    public void Add(long position, IReadOnlyList<Observation> observations)
    {
        lock (_lock)
        {
            if (!_segments.TryAdd(position, observations))
                return;
            _order.Enqueue(position);
            _count += observations.Count;
            while (_count > MaxObservations && _order.Count > 1 && _segments.Remove(_order.Dequeue(), out var oldest))
                _count -= oldest.Count;
        }
    }

    public IReadOnlyList<Observation>? Find(long position)
    {
        lock (_lock)
            return _segments.GetValueOrDefault(position);
    }
}
