using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Domain.Intake;
using Governance.Domain.Signals;

namespace Governance.Server.Fleet.Board;

/// <summary>Everything the board keeps of one deployment.</summary>
internal sealed class Dossier(DeploymentId id)
{
    /// <summary>Incidents kept; the oldest resolved one goes first, then the oldest.</summary>
    private const int IncidentsMax = 50;

    /// <summary>Detectors' episodes kept, one for each version, signal and detector; the oldest goes first.</summary>
    private const int FindingsMax = 128;

    /// <summary>Kinds, and fields told, that are counted apart: more than the vocabulary has.</summary>
    private const int WordsMax = 32;

    private const int Day = 24;

    private const int Month = 30 * Day;

    // Bounded by WordsMax.
    private readonly SortedDictionary<string, long> _kinds = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _known = new(StringComparer.Ordinal);

    // Bounded by IncidentsMax; in order of the log.
    private readonly OrderedDictionary<IncidentId, IncidentSeen> _incidents = [];

    // Bounded by FindingsMax; in order of the log.
    private readonly OrderedDictionary<Fingerprint, FindingSeen> _findings = [];

    // What is sent under these belongs here too. Bounded by what people register.
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);

    private readonly HourlyCounts _hours = new(Month);
    private readonly ServedCount _served = new();
    private Deployment _deployment = Deployment.Initial;
    private string _name = "";
    private string _environment = "";
    private long _observations;
    private DateTimeOffset? _first;
    private DateTimeOffset? _last;

    /// <summary>
    /// False while it was only spoken of, by an incident or a halt, and neither heard nor registered: nothing to show.
    /// </summary>
    internal bool IsNamed => Name.Length > 0;

    internal DeploymentId? ClaimedBy => _deployment.ClaimedBy;

    private string Name => _deployment.Name.Length > 0 ? _deployment.Name : _name;

    internal void Take(DeploymentEvent fact) => _deployment = Deployment.Evolve(_deployment, fact);

    internal void Claim(string name) => _names.Add(name);

    internal void Release(string name) => _names.Remove(name);

    internal void Take(BehaviourEvent.SegmentRecorded segment, ServedNames names, DateTimeOffset recordedAt)
    {
        (_name, _environment) = (segment.Name, segment.Environment);
        var last = ServedCount.Earlier(segment.To, recordedAt);
        var first = ServedCount.Earlier(segment.From, last);
        _first = _first < first ? _first : first;
        _last = _last > last ? _last : last;
        _observations += segment.Count;
        _hours.Add(last, segment.Count);
        Add(_kinds, segment.Kinds);
        Add(_known, segment.Known);
        foreach (var serving in segment.Serving)
            _served.Add(names.VersionOf(id.Value, serving.Version), serving, recordedAt);
    }

    /// <summary>Keeps an incident and answers the one that had to go for it.</summary>
    internal IncidentId? Keep(IncidentSeen incident)
    {
        _incidents[incident.Id] = incident;
        if (_incidents.Count <= IncidentsMax)
            return null;
        var oldest = _incidents.Values.FirstOrDefault(one => !one.IsUnresolved) ?? _incidents.GetAt(0).Value;
        _incidents.Remove(oldest.Id);
        return oldest.Id;
    }

    internal void Change(IncidentId incident, Func<IncidentSeen, IncidentSeen> change)
    {
        if (_incidents.TryGetValue(incident, out var before))
            _incidents[incident] = change(before);
    }

    /// <summary>Keeps an episode and answers the one that had to go for it.</summary>
    internal Fingerprint? Keep(Fingerprint fingerprint, FindingSeen finding)
    {
        _findings.Remove(fingerprint);
        _findings.Add(fingerprint, finding);
        if (_findings.Count <= FindingsMax)
            return null;
        var oldest = _findings.GetAt(0).Key;
        _findings.RemoveAt(0);
        return oldest;
    }

    internal void Change(Fingerprint fingerprint, Func<FindingSeen, FindingSeen> change)
    {
        if (_findings.TryGetValue(fingerprint, out var before))
            _findings[fingerprint] = change(before);
    }

    internal long Latest30Days(DateTimeOffset now) => _hours.Latest(Month, now);

    internal FleetRow RowAt(DateTimeOffset now) => new(
        id,
        Name,
        _deployment.Environment.Length > 0 ? _deployment.Environment : _environment,
        _deployment.Status is DeploymentStatus.Unknown ? DeploymentStatus.Unregistered : _deployment.Status,
        _deployment.Owner,
        _deployment.Stable,
        _served.Rows(_deployment.Versions, now),
        _first,
        _last,
        _observations,
        _hours.Latest(Day, now),
        Latest30Days(now),
        new SortedDictionary<string, long>(_kinds, StringComparer.Ordinal),
        new SortedDictionary<string, long>(_known, StringComparer.Ordinal),
        _deployment.Restrictions,
        _deployment.OpenRollout,
        _deployment.LatestRollout,
        [.. _incidents.Values.Reverse().OrderByDescending(incident => incident.IsUnresolved)],
        [.. _findings.Values.Reverse().OrderByDescending(finding => finding.IsOpen)])
    {
        Registration = _deployment.Registration,
        Names = [.. _names],
        ClaimedBy = _deployment.ClaimedBy,
    };

    private static void Add(SortedDictionary<string, long> sums, IReadOnlyDictionary<string, int> more)
    {
        foreach (var (word, count) in more)
        {
            if (sums.Count < WordsMax || sums.ContainsKey(word))
                sums[word] = sums.GetValueOrDefault(word) + count;
        }
    }
}
