using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Governance.Domain.OnCall;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall;

/// <summary>
/// The ladders that ended without an acknowledgement and are still unanswered: an alarm by themselves, as the metric
/// <c>governance.escalations.exhausted</c>, at <c>/api/escalations/exhausted</c>, and as a banner.
/// </summary>
public sealed class UnansweredLadders : IFold
{
    // Bounded by the incidents that are open, unacknowledged and paged for in vain.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _exhausted = new(StringComparer.Ordinal);

    /// <summary>Creates the instruments.</summary>
    public UnansweredLadders(IMeterFactory meters)
    {
        var meter = meters.Create("Governance");
        meter.CreateObservableGauge(
            "governance.escalations.exhausted", () => _exhausted.Count, "{escalation}",
            "Ladders that ended and nobody acknowledged.");
    }

    /// <summary>Incident ids and when their ladder ended, the longest unanswered first.</summary>
    public IReadOnlyList<(string Incident, DateTimeOffset Since)> List() =>
        [.. _exhausted.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Value)];

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        switch (fact.Event)
        {
            case EscalationEvent.EscalationExhausted:
                _exhausted[fact.IdIn(OnCallStreams.Escalation.Prefix)] = fact.At;
                break;
            case EscalationEvent.EscalationPaused or EscalationEvent.EscalationResumed
                or EscalationEvent.EscalationStopped:
                _exhausted.TryRemove(fact.IdIn(OnCallStreams.Escalation.Prefix), out _);
                break;
        }
    }
}
