using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Signals;

namespace Governance.Server.Fleet.Watching;

/// <summary>A place in the log and its time.</summary>
internal readonly record struct Sighting(long Position, DateTimeOffset At);

/// <summary>A version, under a digest where one was said, as its senders named it.</summary>
/// <param name="Version">In the senders' words.</param>
/// <param name="Digest">Null: none was said.</param>
/// <param name="Count">Observations so far.</param>
/// <param name="First">The first segment that holds one.</param>
/// <param name="Last">The last one.</param>
internal sealed record ServedSighting(string Version, string? Digest, long Count, Sighting First, Sighting Last);

/// <summary>What rules over the registry are judged on: what was registered, and what was heard.</summary>
/// <param name="Id">The deployment.</param>
/// <param name="Name">As its senders or its owner say it.</param>
/// <param name="State">Folded.</param>
/// <param name="Said">Its latest own fact; null: only heard.</param>
/// <param name="Heard">The latest segment; null: only registered.</param>
/// <param name="Served">What serves; the longest unseen go first when there are too many.</param>
internal sealed record HeardDeployment(
    DeploymentId Id,
    string Name,
    Deployment State,
    Sighting? Said,
    Sighting? Heard,
    IReadOnlyList<ServedSighting> Served)
{
    /// <summary>Where a condition that holds was found.</summary>
    internal SignalSource Found => new(Latest, 0);

    /// <summary>Where one was found to be over: after it was raised, also when only time has passed.</summary>
    internal SignalSource Over => new(Latest, 1);

    /// <summary>True while nothing of it may serve: silence is what was ordered.</summary>
    internal bool IsHalted => State.Restrictions.Any(one => one is { Cause: RestrictionCause.Halt, Version: null });

    /// <summary>The latest thing that may have changed a judgement.</summary>
    private long Latest => Math.Max(Said?.Position ?? 0, Heard?.Position ?? 0);
}
