using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Pipeline;

namespace Governance.Server.Signals.Judging;

/// <summary>How often one detector was right, as far as people have said.</summary>
/// <param name="Detector">Its stable name.</param>
/// <param name="Version">Version of its code.</param>
/// <param name="Signal">What it watches.</param>
/// <param name="Episodes">Episodes that it opened.</param>
/// <param name="True">Judged true.</param>
/// <param name="False">Judged false.</param>
/// <param name="Expected">Judged expected.</param>
/// <param name="Unknown">Judged, and nobody could tell.</param>
public sealed record DetectorPrecision(
    string Detector, string Version, SignalKind Signal, int Episodes, int True, int False, int Expected, int Unknown)
{
    /// <summary>Number of its configuration; null: found before there were numbers, or all of them together.</summary>
    public int? ConfigVersion { get; init; }

    /// <summary>
    /// Share of true and expected episodes among those of which somebody could tell; null where nobody has.
    /// </summary>
    public double? Precision => True + Expected + False is > 0 and var known ? (double)(True + Expected) / known : null;

    /// <summary>All versions of a detector together.</summary>
    internal static DetectorPrecision Sum(SignalKind signal, IReadOnlyCollection<DetectorPrecision> each) => new(
        "all",
        "all",
        signal,
        each.Sum(one => one.Episodes),
        each.Sum(one => one.True),
        each.Sum(one => one.False),
        each.Sum(one => one.Expected),
        each.Sum(one => one.Unknown));

    /// <summary>Counts the episodes of one detector under one configuration.</summary>
    internal static DetectorPrecision Of(
        string detector,
        string version,
        int? configVersion,
        SignalKind signal,
        IReadOnlyCollection<EpisodeSeen> episodes) => new(
        detector,
        version,
        signal,
        episodes.Count,
        episodes.Count(one => one.IsJudged(Disposition.True)),
        episodes.Count(one => one.IsJudged(Disposition.False)),
        episodes.Count(one => one.IsJudged(Disposition.Expected)),
        episodes.Count(one => one.IsJudged(Disposition.Unknown)))
    {
        ConfigVersion = configVersion,
    };
}

/// <summary>The latest episodes and what people said of them, in memory.</summary>
internal sealed class EpisodeBoard : IFold
{
    /// <summary>Episodes that are kept and can be judged here; older ones no longer count.</summary>
    private const int MaxEpisodes = 50_000;

    private readonly Lock _gate = new();

    // Bounded by MaxEpisodes; in order of the log.
    private readonly OrderedDictionary<(string Fingerprint, int Episode), EpisodeSeen> _rows = [];

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        lock (_gate)
        {
            switch (fact.Event)
            {
                case SignalGroupEvent.SignalRaised e:
                    Add(e, fact);
                    break;
                case SignalGroupEvent.SignalCleared e:
                    Change(e.Fingerprint, e.Episode, row => row with { EndedAt = fact.At });
                    break;
                case SignalGroupEvent.SignalLinked e:
                    Change(e.Fingerprint, e.Episode, row => row with { Incident = e.Incident });
                    break;
                case SignalGroupEvent.SignalJudged e:
                    Change(e.Fingerprint, e.Episode, row => row with { Judgement = Judgement.Of(e, fact.At) });
                    break;
            }
        }
    }

    /// <summary>Every detector that has opened an episode, by name, version and signal.</summary>
    internal IReadOnlyList<DetectorPrecision> Precision()
    {
        lock (_gate)
        {
            return
            [
                .. _rows.Values
                    .GroupBy(row => (
                        row.Subject.Detector, row.DetectorVersion, row.ConfigVersion, row.Subject.Signal))
                    .OrderBy(group => group.Key)
                    .Select(group => DetectorPrecision.Of(
                        group.Key.Detector,
                        group.Key.DetectorVersion,
                        group.Key.ConfigVersion,
                        group.Key.Signal,
                        [.. group])),
            ];
        }
    }

    /// <summary>
    /// Measured episodes of a deployment since a time that could open incidents, and those judged false among them.
    /// </summary>
    internal (int Episodes, int False) Since(DeploymentId deployment, DateTimeOffset since)
    {
        lock (_gate)
        {
            var rows = _rows.Values.Where(row => row.RaisedAt >= since && !row.IsMonitored
                && row.Subject.Deployment == deployment && !row.Subject.Signal.IsFoundByRule()).ToList();
            return (rows.Count, rows.Count(row => row.IsJudged(Disposition.False)));
        }
    }

    /// <summary>The episodes of each signal, newest first.</summary>
    internal ILookup<SignalKind, EpisodeSeen> BySignal()
    {
        lock (_gate)
            return _rows.Values.Reverse().ToLookup(row => row.Subject.Signal);
    }

    private void Add(SignalGroupEvent.SignalRaised raised, Fact fact)
    {
        var evidence = raised.Evidence;
        _rows[(raised.Fingerprint.Value, raised.Episode)] = new EpisodeSeen(
            raised.Fingerprint,
            raised.Episode,
            raised.Subject,
            evidence.DetectorVersion,
            evidence.SeverityHint,
            evidence.Current.From,
            fact.At,
            fact.Position)
        {
            ConfigVersion = evidence.ConfigVersion,
            IsMonitored = raised.IsMonitored,
        };
        if (_rows.Count > MaxEpisodes)
            _rows.RemoveAt(0);
    }

    private void Change(Fingerprint fingerprint, int episode, Func<EpisodeSeen, EpisodeSeen> change)
    {
        if (_rows.TryGetValue((fingerprint.Value, episode), out var row))
            _rows[(fingerprint.Value, episode)] = change(row);
    }
}
