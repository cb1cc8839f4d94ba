using System.Collections.Concurrent;
using Governance.Server.Intake.Mapping;

namespace Governance.Server.Intake.Pages;

/// <summary>What was not stored of what was sent, by deployment, as this node saw it since its start.</summary>
internal sealed class IntakeTally
{
    /// <summary>Deployments counted apart; what later ones leave out is counted with nobody's.</summary>
    private const int MaxDeployments = 2_000;

    // Bounded by MaxDeployments.
    private readonly ConcurrentDictionary<string, Counted> _byDeployment = new(StringComparer.Ordinal);
    private readonly Counted _nobodys = new();

    /// <summary>Records that came again.</summary>
    public void Repeated(Sender? sender, int count) => Interlocked.Add(ref Of(sender).Repeated, count);

    /// <summary>What a request left out: whose it was is known by the observations that came with it.</summary>
    public void LeftOut(Sender? sender, int unreadable, int unused, long values)
    {
        var counted = Of(sender);
        Interlocked.Add(ref counted.Unreadable, unreadable);
        Interlocked.Add(ref counted.Unused, unused);
        Interlocked.Add(ref counted.Values, values);
    }

    /// <summary>What was left out of one deployment's requests.</summary>
    public NotStored Of(string deployment) => Read(_byDeployment.GetValueOrDefault(deployment));

    /// <summary>What was left out of requests in which no deployment was recognised.</summary>
    public NotStored Nobodys => Read(_nobodys);

    private Counted Of(Sender? sender)
    {
        if (sender is null)
            return _nobodys;
        var id = sender.Deployment.Value;
        if (_byDeployment.TryGetValue(id, out var counted))
            return counted;
        return _byDeployment.Count < MaxDeployments ? _byDeployment.GetOrAdd(id, _ => new Counted()) : _nobodys;
    }

    private static NotStored Read(Counted? counted) => counted is null
        ? default
        : new NotStored(
            Volatile.Read(ref counted.Repeated),
            Volatile.Read(ref counted.Unreadable),
            Volatile.Read(ref counted.Unused),
            Volatile.Read(ref counted.Values));

    private sealed class Counted
    {
        public long Repeated;
        public long Unreadable;
        public long Unused;
        public long Values;
    }
}

/// <summary>What a node did not store, since its start.</summary>
/// <param name="Repeated">Records that were stored before.</param>
/// <param name="Unreadable">Records that could not be read.</param>
/// <param name="Unused">Sound records that tell nothing of a model.</param>
/// <param name="Values">Attributes and fields whose values are not kept.</param>
public readonly record struct NotStored(long Repeated, long Unreadable, long Unused, long Values);
