using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
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
    bool ClosesWindows);

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

    // Bounded by the streams of one deployment.
    private readonly Dictionary<Fingerprint, SignalGroup> _groups = [];

    /// <summary>Judges the next segment; what there would have been, in its order.</summary>
    internal IEnumerable<TrialFact> Take(TrialSegment segment)
    {
        var found = _watch.Take(new WatchedSegment(
            segment.Position, segment.At, segment.Name, segment.Observations, settings.ShareOf(segment.Budget))
        {
            ClosesWindows = segment.ClosesWindows,
        });
        for (var ordinal = 0; ordinal < found.Count; ordinal++)
        {
            var command = GroupCommand.Of(
                deployment,
                segment.Name,
                found[ordinal],
                settings.Watch.Digest,
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
}
