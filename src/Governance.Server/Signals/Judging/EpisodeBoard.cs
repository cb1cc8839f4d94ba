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
    /// <summary>
    /// Share of true and expected episodes among those of which somebody could tell; null where nobody has.
    /// </summary>
    public double? Precision => True + Expected + False is > 0 and var known ? (double)(True + Expected) / known : null;
}

/// <summary>The latest episodes and what people said of them, in memory.</summary>
internal sealed class EpisodeBoard : IFold
{
    /// <summary>Episodes that are kept and can be judged here; older ones no longer count.</summary>
    private const int MaxEpisodes = 50_000;

    private readonly Lock _gate = new();

    // Bounded by MaxEpisodes; in order of the log.
    private readonly OrderedDictionary<(string Fingerprint, int Episode), Row> _rows = [];

    /// <inheritdoc/>
    public void Apply(Fact fact)
    {
        lock (_gate)
        {
            switch (fact.Event)
            {
                case SignalGroupEvent.SignalRaised e:
                    _rows[(e.Fingerprint.Value, e.Episode)] =
                        new Row(e.Subject, e.Evidence.DetectorVersion, fact.At, null);
                    if (_rows.Count > MaxEpisodes)
                        _rows.RemoveAt(0);
                    break;
                case SignalGroupEvent.SignalJudged e
                    when _rows.TryGetValue((e.Fingerprint.Value, e.Episode), out var row):
                    _rows[(e.Fingerprint.Value, e.Episode)] = row with { Judged = e.Disposition };
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
                    .GroupBy(row => (row.Subject.Detector, row.Version, row.Subject.Signal))
                    .OrderBy(group => group.Key)
                    .Select(group => new DetectorPrecision(
                        group.Key.Detector,
                        group.Key.Version,
                        group.Key.Signal,
                        group.Count(),
                        group.Count(row => row.Judged is Disposition.True),
                        group.Count(row => row.Judged is Disposition.False),
                        group.Count(row => row.Judged is Disposition.Expected),
                        group.Count(row => row.Judged is Disposition.Unknown))),
            ];
        }
    }

    /// <summary>Measured episodes of a deployment since a time, and those among them that were judged false.</summary>
    internal (int Episodes, int False) Since(Domain.DeploymentId deployment, DateTimeOffset since)
    {
        lock (_gate)
        {
            var rows = _rows.Values.Where(row => row.At >= since
                && row.Subject.Deployment == deployment && !row.Subject.Signal.IsFoundByRule()).ToList();
            return (rows.Count, rows.Count(row => row.Judged is Disposition.False));
        }
    }

    private sealed record Row(SignalSubject Subject, string Version, DateTimeOffset At, Disposition? Judged);
}
