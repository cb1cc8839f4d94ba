using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents;

/// <summary>
/// What an operator watches of incidents. Open ones are counted from the log's beginning; declarations and times are
/// counted from this process' start, because a counter that is counted again at every start would lie.
/// </summary>
internal sealed class IncidentMetrics : IFold
{
    /// <summary>Bounds of the time to acknowledge, seconds: the promises of 5 and 15 minutes are among them.</summary>
    private static readonly double[] s_bounds = [10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 14_400, 86_400];

    private readonly Counter<long> _declared;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _acknowledged;
    private readonly DateTimeOffset _started;

    // Bounded by the incidents that are unresolved at one time.
    private readonly ConcurrentDictionary<string, Unresolved> _unresolved = new(StringComparer.Ordinal);

    public IncidentMetrics(IMeterFactory meters, TimeProvider clock)
    {
        var meter = meters.Create("Governance");
        _started = clock.GetUtcNow();
        _declared = meter.CreateCounter<long>(
            "governance.incidents.declared", "{incident}", "Incidents declared since the start, by what noticed.");
        _ended = meter.CreateCounter<long>(
            "governance.incidents.ended", "{incident}", "Ends since the start, by outcome; reopened ones as well.");
        _acknowledged = meter.CreateHistogram(
            "governance.incidents.time_to_acknowledge",
            "s",
            "From the declaration to the first acknowledgement.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = s_bounds });
        meter.CreateObservableGauge(
            "governance.incidents.open", Open, "{incident}", "Unresolved incidents by severity.");
        meter.CreateObservableGauge(
            "governance.incidents.unacknowledged",
            () => _unresolved.Values.Count(incident => !incident.Acknowledged),
            "{incident}",
            "Unresolved incidents that nobody is looking at.");
    }

    /// <summary>Unresolved incidents now.</summary>
    internal int UnresolvedCount => _unresolved.Count;

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        if (fact.Event is not IncidentEvent happened)
        {
            return;
        }

        CountEnd(fact, happened);
        var id = fact.StreamId;
        switch (happened)
        {
            case IncidentEvent.IncidentDeclared declared:
                _unresolved[id] = new Unresolved(declared.Severity, fact.At, false, false);
                Count(fact, declared);
                break;
            case IncidentEvent.SeverityRaised raised when _unresolved.TryGetValue(id, out var incident):
                _unresolved[id] = incident with { Severity = raised.To, Acknowledged = false };
                break;
            case IncidentEvent.SeverityLowered lowered when _unresolved.TryGetValue(id, out var incident):
                _unresolved[id] = incident with { Severity = lowered.To };
                break;
            case IncidentEvent.IncidentReopened reopened:
                _unresolved[id] = new Unresolved(reopened.Severity, fact.At, false, EverAcknowledged: true);
                break;
            case IncidentEvent.IncidentAcknowledged when _unresolved.TryGetValue(id, out var incident):
                _unresolved[id] = incident with { Acknowledged = true, EverAcknowledged = true };
                Time(fact, incident);
                break;
            case IncidentEvent.AckExpired when _unresolved.TryGetValue(id, out var incident):
                _unresolved[id] = incident with { Acknowledged = false };
                break;
            case IncidentEvent.IncidentUnmerged unmerged:
                _unresolved[id] = new Unresolved(unmerged.Severity, fact.At, false, EverAcknowledged: true);
                break;
            case IncidentEvent.IncidentResolved or IncidentEvent.IncidentDismissed or IncidentEvent.IncidentMerged:
                _unresolved.TryRemove(id, out _);
                break;
        }
    }

    private void Count(Fact fact, IncidentEvent.IncidentDeclared declared)
    {
        if (fact.At >= _started)
        {
            _declared.Add(
                1,
                new("severity", declared.Severity.Word()),
                new("detected_by", declared.DetectedBy.ToString().ToLowerInvariant()));
        }
    }

    /// <summary>How incidents end, and how often the end was none: it says how well they are judged.</summary>
    private void CountEnd(Fact fact, IncidentEvent happened)
    {
        string? end = happened switch
        {
            IncidentEvent.IncidentResolved => "resolved",
            IncidentEvent.IncidentDismissed => "dismissed",
            IncidentEvent.IncidentClosed => "closed",
            IncidentEvent.IncidentMerged => "merged",
            IncidentEvent.IncidentReopened => "reopened",
            _ => null,
        };
        if (end is not null && fact.At >= _started)
        {
            _ended.Add(1, new KeyValuePair<string, object?>("outcome", end));
        }
    }

    private void Time(Fact fact, Unresolved incident)
    {
        if (fact.At >= _started && !incident.EverAcknowledged)
        {
            _acknowledged.Record(
                (fact.At - incident.DeclaredAt).TotalSeconds,
                new KeyValuePair<string, object?>("severity", incident.Severity.Word()));
        }
    }

    private IEnumerable<Measurement<int>> Open()
    {
        var open = _unresolved.Values.ToLookup(incident => incident.Severity);
        return Enum.GetValues<Severity>().Select(severity => new Measurement<int>(
            open[severity].Count(), new KeyValuePair<string, object?>("severity", severity.Word())));
    }

    private readonly record struct Unresolved(
        Severity Severity, DateTimeOffset DeclaredAt, bool Acknowledged, bool EverAcknowledged);
}
