using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Backtests.Trying;

/// <summary>A segment that is judged again.</summary>
/// <param name="Budget">As it stood in the log before this segment.</param>
/// <param name="ClosesWindows">No segment, but that nothing came after the last one.</param>
internal sealed record TrialSegment(
    long Position,
    DateTimeOffset At,
    string Name,
    IReadOnlyList<Observation> Observations,
    AlarmBudget Budget,
    bool ClosesWindows)
{
    /// <summary>The policy that stood in the log before this segment.</summary>
    internal required DetectorPolicy Policy { get; init; }

    /// <summary>What the frozen baselines of that policy are made from, by stream.</summary>
    internal IReadOnlyDictionary<StreamKey, Sample> Frozen { get; init; } = new Dictionary<StreamKey, Sample>();
}

/// <summary>A fact that there would have been.</summary>
/// <param name="Position">Of the segment after which it would have been written.</param>
/// <param name="At">When that segment was recorded.</param>
internal sealed record TrialFact(long Position, DateTimeOffset At, SignalGroupEvent Event);

/// <summary>
/// One configuration over the past of one deployment: the detectors that run live and the rules that decide there,
/// over segments in the order of the log. It writes down what the log would hold.
/// </summary>
internal sealed class TrialWatch(DeploymentId deployment, TrialSettings settings)
{
    private readonly DeploymentWatch _watch = new(settings.Watch);

    // The last policy as it ran, and as it is tried: it changes with people's facts, and every segment asks for it.
    private (DetectorPolicy AsItRan, DetectorPolicy Tried)? _policy;

    // Bounded by the streams of one deployment.
    private readonly Dictionary<Fingerprint, SignalGroup> _groups = [];

    /// <summary>Judges the next segment; what there would have been, in its order.</summary>
    internal IEnumerable<TrialFact> Take(TrialSegment segment)
    {
        var found = _watch.Take(new WatchedSegment(
            segment.Position, segment.At, segment.Name, segment.Observations, settings.ShareOf(segment.Budget))
        {
            ClosesWindows = segment.ClosesWindows,
            Policy = PolicyOf(segment),
            Frozen = segment.Frozen,
        });
        for (var ordinal = 0; ordinal < found.Count; ordinal++)
        {
            var command = GroupCommand.Of(
                deployment,
                segment.Name,
                found[ordinal],
                new SignalSource(segment.Position, ordinal));
            var group = _groups.GetValueOrDefault(command.Fingerprint, SignalGroup.Initial);
            foreach (var fact in command.Decide(group, segment.At).Events)
            {
                group = SignalGroup.Evolve(group, fact);
                yield return new TrialFact(segment.Position, segment.At, fact);
            }

            _groups[command.Fingerprint] = group;
        }
    }

    private DetectorPolicy PolicyOf(TrialSegment segment)
    {
        if (_policy is not { } known || !ReferenceEquals(known.AsItRan, segment.Policy))
            _policy = known = (segment.Policy, settings.PolicyOf(segment.Policy));
        return known.Tried;
    }
}
