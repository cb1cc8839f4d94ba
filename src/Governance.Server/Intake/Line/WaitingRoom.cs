using Governance.Domain.Intake;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Seen;

namespace Governance.Server.Intake.Line;

/// <summary>
/// The sets that wait for a version or an answer, as this process knows them. Not for several threads at once.
/// </summary>
internal sealed class WaitingRoom(TraceBook traces, SeenIds seen, TimeProvider clock)
{
    /// <summary>How long an observation waits for the inference that tells its version.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Observations that may wait; past it new ones are stored without a version at once.</summary>
    public const int MaxWaiting = 200_000;

    // Bounded by MaxWaiting: no set is empty.
    private readonly Dictionary<Guid, WaitingSet> _sets = [];
    private readonly HashSet<Guid> _leaving = [];

    // What waits, and what of it somebody else has stored meanwhile; bounded by MaxWaiting.
    private readonly HashSet<(string Deployment, ulong Id)> _awaited = [];
    private readonly HashSet<(string Deployment, ulong Id)> _elsewhere = [];

    /// <summary>Observations that wait.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count >= MaxWaiting;

    public bool Knows(Guid id) => _sets.ContainsKey(id);

    public void Add(WaitingSet set)
    {
        if (!_sets.TryAdd(set.Id, set))
            return;
        Count += set.Items.Count;
        _awaited.UnionWith(set.Items.Select(KeyOf));
    }

    /// <summary>Another node has stored it: it need not wait here any longer, and is not stored again.</summary>
    public void StoredElsewhere(string deployment, ulong id)
    {
        if (_awaited.Contains((deployment, id)))
            _elsewhere.Add((deployment, id));
    }

    /// <summary>The set has left, or another node has taken it.</summary>
    public void Remove(WaitingSet set)
    {
        _leaving.Remove(set.Id);
        if (!_sets.Remove(set.Id))
            return;
        Count -= set.Items.Count;
        _awaited.ExceptWith(set.Items.Select(KeyOf));
        _elsewhere.ExceptWith(set.Items.Select(KeyOf));
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
        var items = _elsewhere.Count == 0
            ? set.Items
            : [.. set.Items.Where(item => !_elsewhere.Contains(KeyOf(item)))];
        if (now >= set.Deadline)
            return new WaitingRelease(set, [.. items.Select(traces.SettleNow)], null);
        var ready = new List<Received>();
        var rest = new List<Received>();
        foreach (var item in items)
        {
            if (traces.Settle(item) is { } settled)
                ready.Add(settled);
            else
                rest.Add(item);
        }
        if (rest.Count == set.Items.Count)
            return null;
        var next = rest.Count > 0 ? set with { Id = Guid.CreateVersion7(now), Items = rest } : null;
        return new WaitingRelease(set, ready, next);
    }

    private (string Deployment, ulong Id) KeyOf(Received item) =>
        (item.Sender.Deployment.Value, seen.DigestOf(item.Id));
}
