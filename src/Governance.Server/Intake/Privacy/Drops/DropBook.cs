using System.Collections.Concurrent;
using Governance.Domain;
using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Privacy.Drops;

/// <summary>One count that is to be written down.</summary>
internal readonly record struct DropCount(
    DeploymentId Deployment, string Sender, string Reason, string Name, long Count);

/// <summary>What this node did not keep since it was last written down, by sender.</summary>
internal sealed class DropBook
{
    /// <summary>Senders counted between two writings; of further ones only the metrics tell.</summary>
    private const int MaxSenders = 10_000;

    /// <summary>Unlisted names of one sender; of further ones only the number is kept.</summary>
    public const int MaxNames = 256;

    /// <summary>
    /// A name is written down once it came so often: what a schema says comes often, what somebody is called does not.
    /// </summary>
    public const int LeastSeen = 10;

    // Bounded by MaxSenders.
    private readonly ConcurrentDictionary<DeploymentId, Page> _pages = new();

    /// <summary>Takes the counts of a request that was stored.</summary>
    public void Add(MappedBatch batch)
    {
        foreach (var drops in batch.Drops)
        {
            if (!_pages.TryGetValue(drops.Sender.Deployment, out var page))
            {
                if (_pages.Count >= MaxSenders)
                    continue;
                page = _pages.GetOrAdd(drops.Sender.Deployment, _ => new Page());
            }
            page.Add(drops);
        }
    }

    /// <summary>What is to be added to what is written down; it is no longer counted here.</summary>
    public IReadOnlyList<DropCount> Take() => [.. _pages.SelectMany(page => page.Value.Take(page.Key))];

    /// <summary>Counts again what could not be written down.</summary>
    public void Return(IReadOnlyList<DropCount> counts)
    {
        foreach (var count in counts)
        {
            if (_pages.TryGetValue(count.Deployment, out var page))
                page.Return(count);
        }
    }

    private sealed class Page
    {
        private readonly Lock _lock = new();
        private readonly long[] _counts = new long[DropReasons.Count];

        // Bounded by MaxNames.
        private readonly Dictionary<string, long> _names = new(StringComparer.Ordinal);
        private string _sender = "";

        public void Add(SenderDrops drops)
        {
            lock (_lock)
            {
                _sender = drops.Sender.Name;
                for (var reason = 0; reason < DropReasons.Count; reason++)
                    _counts[reason] += drops.Counts[reason];
                foreach (var (name, count) in drops.Names)
                    AddName(name, count);
            }
        }

        public List<DropCount> Take(DeploymentId deployment)
        {
            lock (_lock)
            {
                var taken = new List<DropCount>();
                for (var reason = 0; reason < DropReasons.Count; reason++)
                {
                    if (_counts[reason] > 0)
                        taken.Add(new(deployment, _sender, DropReasons.Words[reason], "", _counts[reason]));
                }
                var unlisted = DropReason.UnlistedName.Word();
                taken.AddRange(_names.Where(name => name.Value >= LeastSeen)
                    .Select(name => new DropCount(deployment, _sender, unlisted, name.Key, name.Value)));
                Array.Clear(_counts);
                foreach (var name in taken)
                    _names.Remove(name.Name);
                return taken;
            }
        }

        public void Return(DropCount count)
        {
            lock (_lock)
            {
                if (count.Name.Length > 0)
                    AddName(count.Name, count.Count);
                else
                    _counts[DropReasons.Words.ToList().IndexOf(count.Reason)] += count.Count;
            }
        }

        private void AddName(string name, long count)
        {
            if (_names.TryGetValue(name, out var known))
                _names[name] = known + count;
            else if (_names.Count < MaxNames)
                _names[name] = count;
        }
    }
}
