using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;

namespace Governance.Server.Signals.Backtests.Trying;

/// <summary>
/// Gathers what one configuration would have written into episodes, and reckons which incidents they would have
/// opened by the rule that opens them live: a signal that is severe enough opens one, unless one is open for its
/// fingerprint. An incident that nobody ever had cannot have been resolved by anybody; it is taken to be open until its
/// signal clears, or, where people had an incident of that fingerprint at that time, until they resolved that one.
/// </summary>
internal sealed class TriedEpisodes(long from, RecordedPast past)
{
    // Bounded by the streams of the deployments, and by the run's number of findings.
    private readonly Dictionary<Fingerprint, Open> _open = [];
    private readonly List<Found> _ended = [];

    /// <summary>Episodes so far that last into the range or begin in it.</summary>
    internal int Count => _ended.Count + _open.Count;

    /// <summary>The next fact of this configuration.</summary>
    internal void Take(TrialFact fact)
    {
        switch (fact.Event)
        {
            case SignalGroupEvent.SignalRaised raised:
                Begin(raised, fact);
                break;
            case SignalGroupEvent.SignalRepeated repeated when _open.TryGetValue(repeated.Fingerprint, out var open):
                open.Alarms++;
                Alarm(open, repeated.Evidence, fact.Position);
                break;
            case SignalGroupEvent.SignalCleared cleared when _open.TryGetValue(cleared.Fingerprint, out var open):
                End(open, fact);
                break;
        }
    }

    /// <summary>Every episode that lasts into the range or begins in it, with whose it is.</summary>
    internal IEnumerable<Found> All() =>
        _ended.Concat(_open.Values.Where(open => open.IsOn).Select(open => open.ToFound(null)));

    private void Begin(SignalGroupEvent.SignalRaised raised, TrialFact fact)
    {
        var before = _open.GetValueOrDefault(raised.Fingerprint);
        var open = new Open(raised, fact) { Incident = before?.Incident };
        _open[raised.Fingerprint] = open;
        Alarm(open, raised.Evidence, fact.Position);
    }

    private void Alarm(Open open, SignalEvidence evidence, long position)
    {
        if (evidence.Mode is not DetectorMode.Active
            || DeploymentRestriction.Mildest.IsWorseThan(evidence.SeverityHint))
        {
            return;
        }

        if (open.Incident is { } known && !past.IsOver(open.Raised.Fingerprint, known, position))
            return;
        open.Incident = new TriedIncident(position, null);
        if (position >= from)
            open.Incidents++;
    }

    private void End(Open open, TrialFact fact)
    {
        open.IsOn = false;
        open.Incident = open.Incident is { } incident ? incident with { ClearedAt = fact.Position } : null;
        if (fact.Position >= from)
            _ended.Add(open.ToFound(fact));
    }

    /// <summary>An episode, and whose it is.</summary>
    internal sealed record Found(SignalSubject Subject, TriedEpisode Episode);

    private sealed class Open(SignalGroupEvent.SignalRaised raised, TrialFact fact)
    {
        internal SignalGroupEvent.SignalRaised Raised => raised;

        internal bool IsOn { get; set; } = true;

        internal long Alarms { get; set; } = 1;

        internal int Incidents { get; set; }

        internal TriedIncident? Incident { get; set; }

        internal Found ToFound(TrialFact? end) => new(
            raised.Subject,
            new TriedEpisode(
                raised.Fingerprint, raised.Episode, raised.Subject.Detector, fact.Position, fact.At, raised.Evidence,
                Alarms, Incidents)
            {
                EndPosition = end?.Position,
                EndAt = end?.At,
            });
    }
}

/// <summary>An incident that there would have been.</summary>
/// <param name="OpenedAt">Position of the segment that showed its signal.</param>
/// <param name="ClearedAt">Position at which its signal was over; null while it lasts.</param>
internal sealed record TriedIncident(long OpenedAt, long? ClearedAt);
