using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Intake;
using Governance.Server.Pipeline;

namespace Governance.Server.Fleet.Watching;

/// <summary>Every deployment that was registered or heard, with when and under which versions and digests.</summary>
internal sealed class HeardDeployments : IFold
{
    /// <summary>Deployments that are judged; later ones are not.</summary>
    private const int DeploymentsMax = 10_000;

    /// <summary>Versions and digests told apart of one deployment; the longest unseen goes first.</summary>
    private const int ServedMax = 128;

    private readonly Lock _gate = new();

    // Bounded by DeploymentsMax.
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool WantsBehaviour => true;

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        lock (_gate)
        {
            var at = new Sighting(fact.Position, fact.At);
            switch (fact.Event)
            {
                case DeploymentEvent e when EntryOf(fact.IdIn(FleetStreams.Deployment.Prefix)) is { } entry:
                    entry.State = Deployment.Evolve(entry.State, e);
                    entry.Said = at;
                    break;
                case BehaviourEvent.SegmentRecorded e when EntryOf(e.Deployment) is { } entry:
                    (entry.Name, entry.Heard) = (e.Name, at);
                    Take(entry, e, at);
                    break;
                case BehaviourEvent.SeriesRecorded e when EntryOf(e.Deployment) is { } entry:
                    // Who sends nothing but metrics is heard as well.
                    (entry.Name, entry.Heard) = (e.Name, at);
                    break;
            }
        }
    }

    /// <summary>All of them, as they are now.</summary>
    internal IReadOnlyList<HeardDeployment> All()
    {
        lock (_gate)
            return [.. _entries.Select(pair => Of(new DeploymentId(pair.Key), pair.Value))];
    }

    private static HeardDeployment Of(DeploymentId id, Entry entry) => new(
        id,
        entry.State.Name.Length > 0 ? entry.State.Name : entry.Name,
        entry.State,
        entry.Said,
        entry.Heard,
        [.. entry.Served.Values]);

    private static void Take(Entry entry, BehaviourEvent.SegmentRecorded segment, Sighting at)
    {
        foreach (var serving in segment.Serving)
        {
            if (serving.Version is { } version)
                See(entry, version, null, serving.Count, at);
        }

        foreach (var digest in segment.Digests)
            See(entry, digest.Version, digest.Digest, digest.Count, at);
    }

    private static void See(Entry entry, string version, string? digest, int count, Sighting at)
    {
        var before = entry.Served.GetValueOrDefault((version, digest));
        entry.Served[(version, digest)] = before is null
            ? new ServedSighting(version, digest, count, at, at)
            : before with { Count = before.Count + count, Last = at };
        if (entry.Served.Count > ServedMax)
            entry.Served.Remove(entry.Served.MinBy(seen => seen.Value.Last.Position).Key);
    }

    private Entry? EntryOf(string deployment)
    {
        if (!_entries.TryGetValue(deployment, out var entry) && _entries.Count < DeploymentsMax)
            _entries.Add(deployment, entry = new Entry());
        return entry;
    }

    private sealed class Entry
    {
        internal string Name { get; set; } = "";

        internal Deployment State { get; set; } = Deployment.Initial;

        internal Sighting? Said { get; set; }

        internal Sighting? Heard { get; set; }

        // Bounded by ServedMax.
        internal Dictionary<(string Version, string? Digest), ServedSighting> Served { get; } = [];
    }
}
