using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Signals;
using Governance.Server.Pipeline;

namespace Governance.Server.Signals.Backtests.Trying;

/// <summary>What the log itself has of the signals of some deployments, and what people did about them.</summary>
internal sealed class RecordedPast(IReadOnlySet<DeploymentId> deployments)
{
    /// <summary>Episodes and incidents that are kept; a fleet that had more has no use for a comparison.</summary>
    private const int Most = 50_000;

    private const string IncidentPrefix = "incident";

    /// <summary>The facts it takes in; others are left alone.</summary>
    internal static IReadOnlyList<string> Types { get; } =
    [
        .. new[]
        {
            typeof(SignalGroupEvent.SignalRaised), typeof(SignalGroupEvent.SignalCleared),
            typeof(SignalGroupEvent.SignalJudged), typeof(SignalGroupEvent.SignalLinked),
            typeof(IncidentEvent.IncidentDeclared), typeof(IncidentEvent.IncidentResolved),
        }.SelectMany(EventTypes.AliasesOf),
    ];

    // Bounded by Most, as are the two below.
    private readonly Dictionary<(Fingerprint, int Number), (SignalSubject Subject, RecordedEpisode Episode)>
        _episodes = [];

    private readonly Dictionary<IncidentId, PastIncident> _incidents = [];
    private readonly Dictionary<Fingerprint, List<PastIncident>> _ofGroup = [];

    /// <summary>The next fact of the log.</summary>
    internal void Take(Fact fact)
    {
        switch (fact.Event)
        {
            case SignalGroupEvent.SignalRaised e
                when deployments.Contains(e.Subject.Deployment) && IsTried(e.Subject.Signal) && _episodes.Count < Most:
                _episodes[(e.Fingerprint, e.Episode)] = (e.Subject, new RecordedEpisode(
                    e.Fingerprint, e.Episode, e.Subject.Detector, e.Evidence.Source.Position, fact.At));
                break;
            case SignalGroupEvent.SignalCleared e:
                Change(e.Fingerprint, e.Episode, episode => episode with
                {
                    EndPosition = e.Source.Position, EndAt = fact.At,
                });
                break;
            case SignalGroupEvent.SignalJudged e:
                Change(e.Fingerprint, e.Episode, episode => episode with { Judged = e.Disposition });
                break;
            case SignalGroupEvent.SignalLinked e:
                Change(e.Fingerprint, e.Episode, episode => episode with { Incident = e.Incident });
                break;
            case IncidentEvent.IncidentDeclared { Fingerprint: { } fingerprint, Deployment: { } whose }
                when deployments.Contains(whose) && _incidents.Count < Most:
                Declare(new IncidentId(fact.IdIn(IncidentPrefix)), fingerprint, fact.Position);
                break;
            case IncidentEvent.IncidentResolved
                when _incidents.GetValueOrDefault(new IncidentId(fact.IdIn(IncidentPrefix))) is { } incident:
                incident.ResolvedAt = fact.Position;
                break;
        }
    }

    /// <summary>Whether an incident that there would have been is over by a position, by signal or by people.</summary>
    internal bool IsOver(Fingerprint fingerprint, TriedIncident incident, long position)
    {
        var real = _ofGroup.GetValueOrDefault(fingerprint)?.LastOrDefault(one =>
            one.DeclaredAt <= position && !(one.ResolvedAt < incident.OpenedAt));
        return real is null ? incident.ClearedAt is not null : real.ResolvedAt <= position;
    }

    /// <summary>Episodes that lasted some time between two positions, with whose they are.</summary>
    internal IEnumerable<(SignalSubject Subject, RecordedEpisode Episode)> Between(long from, long until) =>
        _episodes.Values
            .Where(one => one.Episode.Position <= until && !(one.Episode.EndPosition < from))
            .Select(one => (one.Subject, WithIncident(one.Episode)));

    /// <summary>Only what detectors find in behaviour can be tried: rules over other facts are not run again.</summary>
    private static bool IsTried(SignalKind kind) => !kind.IsFoundByRule()
        || kind is SignalKind.ForbiddenAction or SignalKind.ActivityAfterStop or SignalKind.Probing;

    private RecordedEpisode WithIncident(RecordedEpisode episode) =>
        episode.Incident is { } id && _incidents.GetValueOrDefault(id) is { } incident
            ? episode with { IncidentPosition = incident.DeclaredAt, ResolvedPosition = incident.ResolvedAt }
            : episode;

    private void Change(Fingerprint fingerprint, int number, Func<RecordedEpisode, RecordedEpisode> change)
    {
        if (_episodes.TryGetValue((fingerprint, number), out var one))
            _episodes[(fingerprint, number)] = (one.Subject, change(one.Episode));
    }

    private void Declare(IncidentId id, Fingerprint fingerprint, long position)
    {
        var incident = new PastIncident(position);
        _incidents[id] = incident;
        if (!_ofGroup.TryGetValue(fingerprint, out var group))
            _ofGroup.Add(fingerprint, group = []);
        group.Add(incident);
    }

    private sealed class PastIncident(long declaredAt)
    {
        internal long DeclaredAt => declaredAt;

        internal long? ResolvedAt { get; set; }
    }
}
