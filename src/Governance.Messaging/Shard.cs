using System.Text;
using Governance.Postgres.Leasing;

namespace Governance.Messaging;

/// <summary>
/// Work is dealt out by shards: everything of one key is in one shard, and a shard is one node's at a time.
/// </summary>
public static class Shard
{
    /// <summary>Enough for two nodes to share evenly; more would only be more leases to keep.</summary>
    public const int Count = 4;

    /// <summary>
    /// The shard of a key: FNV-1a over its UTF-8 bytes, the same in every binary and on every machine, since it is
    /// written into rows.
    /// </summary>
    public static short Of(string key)
    {
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(key))
            hash = unchecked((hash ^ octet) * 16777619u);
        return (short)(hash % Count);
    }
}

/// <summary>The shards that one worker of this node has now, each with the lease that fences what it writes.</summary>
internal sealed class HeldShards
{
    private readonly Lock _changing = new();

    // Bounded by Shard.Count; replaced, never changed, so that a reader needs no lock.
    private IReadOnlyDictionary<short, Lease> _leases = new Dictionary<short, Lease>();

    /// <summary>What is held at this moment.</summary>
    public IReadOnlyDictionary<short, Lease> Now => Volatile.Read(ref _leases);

    /// <summary>Has a shard until cancelled.</summary>
    public async Task HoldAsync(short shard, Lease lease, Nudge bell, CancellationToken ct)
    {
        Change(leases => leases[shard] = lease);
        bell.Ring();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (ct.Register(ended.SetResult))
            await ended.Task;
        Change(leases => leases.Remove(shard));
    }

    private void Change(Action<Dictionary<short, Lease>> change)
    {
        lock (_changing)
        {
            var leases = new Dictionary<short, Lease>(_leases);
            change(leases);
            Volatile.Write(ref _leases, leases);
        }
    }
}
