using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Line;

/// <summary>
/// The sets that wait for a version or an answer, as this process knows them. Not for several threads at once.
/// </summary>
internal sealed class WaitingRoom(TraceBook traces, TimeProvider clock)
{
    /// <summary>How long an observation waits for the inference that tells its version.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Observations that may wait; past it new ones are stored without a version at once.</summary>
    public const int MaxWaiting = 200_000;

    // Bounded by MaxWaiting: no set is empty.
    private readonly Dictionary<Guid, WaitingSet> _sets = [];
    private readonly HashSet<Guid> _leaving = [];

    /// <summary>Observations that wait.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count >= MaxWaiting;

    public bool Knows(Guid id) => _sets.ContainsKey(id);

    public void Add(WaitingSet set)
    {
        if (_sets.TryAdd(set.Id, set))
            Count += set.Items.Count;
    }

    /// <summary>The set has left, or another node has taken it.</summary>
    public void Remove(WaitingSet set)
    {
        _leaving.Remove(set.Id);
        if (_sets.Remove(set.Id))
            Count -= set.Items.Count;
    }

    /// <summary>The set could not leave and is tried again.</summary>
    public void Return(WaitingSet set) => _leaving.Remove(set.Id);

    /// <summary>Takes out what is ready: a version was told, or the deadline has passed.</summary>
    public IReadOnlyList<WaitingRelease> Release(int limit)
    {
        var releases = new List<WaitingRelease>();
        var now = clock.GetUtcNow();
        foreach (var set in _sets.Values.Where(set => !_leaving.Contains(set.Id)))
        {
            if (limit <= 0)
                break;
            if (ReleaseOf(set, now) is not { } release)
                continue;
            releases.Add(release);
            limit -= release.Ready.Count;
        }
        foreach (var release in releases)
            _leaving.Add(release.Set.Id);
        return releases;
    }

    private WaitingRelease? ReleaseOf(WaitingSet set, DateTimeOffset now)
    {
        if (now >= set.Deadline)
            return new WaitingRelease(set, [.. set.Items.Select(traces.SettleNow)], null);
        var ready = new List<Received>();
        var rest = new List<Received>();
        foreach (var item in set.Items)
        {
            if (traces.Settle(item) is { } settled)
                ready.Add(settled);
            else
                rest.Add(item);
        }
        if (ready.Count == 0)
            return null;
        var next = rest.Count > 0 ? set with { Id = Guid.CreateVersion7(now), Items = rest } : null;
        return new WaitingRelease(set, ready, next);
    }
}
