using Governance.Detection;
using Governance.Domain.Intake;
using Governance.Server.Signals.Registry;

namespace Governance.Server.Signals.Watching;

/// <summary>A segment as the detectors read it.</summary>
/// <param name="Budget">
/// False incidents a week that its deployment may spend, by the division that stood in the log before this segment.
/// </param>
internal sealed record WatchedSegment(
    long Position,
    DateTimeOffset RecordedAt,
    string Name,
    IReadOnlyList<Observation> Observations,
    double Budget = WatchSettings.SoleBudget)
{
    /// <summary>What the frozen baselines of that policy are made from, by stream.</summary>
    internal IReadOnlyDictionary<StreamKey, Sample> Frozen { get; init; } = new Dictionary<StreamKey, Sample>();

    /// <summary>The policy that stood in the log before it; null: as shipped.</summary>
    internal DetectorPolicy? Policy { get; init; }

    /// <summary>
    /// No segment, but that nothing came after the last one (<see cref="BehaviourEvent.WindowsClosed"/>).
    /// </summary>
    internal bool ClosesWindows { get; init; }
}
