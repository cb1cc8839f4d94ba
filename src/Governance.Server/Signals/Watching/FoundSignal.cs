using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching.Rules;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// What a deployment's watch found in a segment: an alarm with its evidence, or that an episode is over.
/// </summary>
/// <param name="Key">The stream.</param>
/// <param name="Detector">The detector that opened the episode; it names the group.</param>
/// <param name="Alarms">Alarms of the episode so far.</param>
/// <param name="Alarm">The evidence; null when the episode is over.</param>
/// <param name="Reason">Why the episode is over.</param>
internal sealed record FoundSignal(StreamKey Key, string Detector, long Alarms, FoundAlarm? Alarm, string? Reason)
{
    /// <summary>What a rule found, instead of an alarm.</summary>
    internal FoundCondition? Condition { get; init; }

    /// <summary>What came late into the windows of the open episode, instead of an alarm.</summary>
    internal FoundRevision? Revision { get; init; }

    /// <summary>The configuration that judged; null where an episode ends of a detector that is off.</summary>
    internal DetectorSetting? By { get; init; }

    internal static FoundSignal Over(StreamKey key, string detector, string reason) =>
        new(key, detector, 0, null, reason);
}

/// <summary>An alarm, the version compared with, and the observations that show it.</summary>
internal sealed record FoundAlarm(
    Finding Finding, string ComparedWith, string? Tool, IReadOnlyList<ObservationAddress> Addresses)
{
    /// <summary>Number of the baseline of the version compared with; null where there are no baselines.</summary>
    internal int? Baseline { get; init; }
}

/// <summary>
/// What an alarm said, and what it says with what came late; if that no longer stands, the episode is over.
/// </summary>
internal sealed record FoundRevision(Claim Was, Claim Now);
