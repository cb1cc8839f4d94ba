using System.Security.Cryptography;
using System.Text.Json;
using Governance.Domain.OnCall;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Backtests;
using Governance.Server.Pipeline;

namespace Governance.Server.Signals.Backtests.Trying;

/// <summary>
/// Two configurations and the log side by side. Findings are one where their stream is the same and their episodes
/// overlap, whichever detector opened them; each episode is in one finding.
/// </summary>
internal sealed class Comparison
{
    private readonly long _from;
    private readonly bool _isOfTwo;

    private Comparison(IReadOnlyList<ComparedSignal> signals, long from, bool isOfTwo)
    {
        (Signals, _from, _isOfTwo) = (signals, from, isOfTwo);
        Rows = [.. signals.Select(signal => JsonSerializer.SerializeToUtf8Bytes(signal, FactJson.Options))];
    }

    /// <summary>In the order in which they begin.</summary>
    internal IReadOnlyList<ComparedSignal> Signals { get; }

    /// <summary>The same, as they are kept: one JSON object each.</summary>
    internal IReadOnlyList<byte[]> Rows { get; }

    /// <summary>SHA-256 of the rows, each ended by a line feed.</summary>
    internal string Digest
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var row in Rows)
            {
                hash.AppendData(row);
                hash.AppendData("\n"u8);
            }

            return "sha256:" + Convert.ToBase64String(hash.GetHashAndReset());
        }
    }

    /// <param name="from">What begins earlier belongs to findings that somebody made later, and does not count.</param>
    /// <param name="a">Of the one configuration.</param>
    /// <param name="b">Of the other; null where there is one only.</param>
    /// <param name="recorded">Of the log.</param>
    internal static Comparison Of(
        long from,
        IEnumerable<TriedEpisodes.Found> a,
        IEnumerable<TriedEpisodes.Found>? b,
        IEnumerable<(SignalSubject Subject, RecordedEpisode Episode)> recorded)
    {
        var (ofA, ofB) = (a.ToLookup(StreamOf), (b ?? []).ToLookup(StreamOf));
        var real = recorded.ToLookup(one => EpisodeStream.Of(one.Subject));
        var names = new Dictionary<EpisodeStream, string>();
        foreach (var subject in ofA.Concat(ofB).SelectMany(found => found).Select(found => found.Subject)
            .Concat(real.SelectMany(one => one).Select(one => one.Subject)))
        {
            names[EpisodeStream.Of(subject)] = subject.DeploymentName;
        }

        var signals = names.Keys.SelectMany(stream => Pair(
            stream,
            names[stream],
            [.. ofA[stream].Select(found => found.Episode)],
            [.. ofB[stream].Select(found => found.Episode)],
            [.. real[stream].Select(one => one.Episode)]));
        return new Comparison(
            [
                .. signals
                    .Where(signal => signal.Latest >= from)
                    .OrderBy(signal => signal.First)
                    .ThenBy(signal => signal.Stream.Deployment.Value, StringComparer.Ordinal)
                    .ThenBy(signal => signal.Stream.Version?.Value, StringComparer.Ordinal)
                    .ThenBy(signal => signal.Stream.Signal)
                    .ThenBy(signal => signal.Stream.Dimension, StringComparer.Ordinal),
            ],
            from,
            b is not null);

        static EpisodeStream StreamOf(TriedEpisodes.Found found) => EpisodeStream.Of(found.Subject);
    }

    /// <summary>What one configuration would have brought.</summary>
    internal VariantOutcome OutcomeOf(string digest, Func<ComparedSignal, TriedEpisode?> its)
    {
        var found = Signals.Where(signal => Counts(its(signal))).ToList();
        return new VariantOutcome(
            digest,
            found.Count,
            found.Count(signal => its(signal)!.Evidence.SeverityHint is Domain.Severity.Sev5),
            Judged(found, Disposition.True),
            Judged(found, Disposition.False),
            Judged(found, Disposition.Expected),
            Judged(found, Disposition.Unknown),
            found.Count(signal => signal.Recorded is { Judged: null }),
            found.Count(signal => signal.Recorded is null),
            Judged(Signals.Where(signal => Counts(signal.Recorded) && its(signal) is null), Disposition.True),
            found.Sum(signal => its(signal)!.Incidents),
            found.Where(signal => Ladder.Pages(its(signal)!.Evidence.SeverityHint))
                .Sum(signal => its(signal)!.Incidents));
    }

    internal RecordedOutcome RecordedOutcome()
    {
        var real = Signals.Where(signal => Counts(signal.Recorded)).ToList();
        var incidents = real
            .Where(signal => signal.Recorded!.IncidentPosition is not null)
            .GroupBy(signal => signal.Recorded!.IncidentPosition)
            .ToList();
        return new RecordedOutcome(
            real.Count,
            Judged(real, Disposition.True),
            Judged(real, Disposition.False),
            Judged(real, Disposition.Expected),
            Judged(real, Disposition.Unknown),
            incidents.Count,
            incidents.Count(incident => incident.Any(signal => signal.Recorded!.ResolvedPosition is not null)));
    }

    internal BacktestOverlap Overlap()
    {
        var later = Signals.Where(signal => signal is { A: not null, B: not null })
            .Select(signal => (signal.B!.At - signal.A!.At).TotalSeconds)
            .Order()
            .ToList();
        return new BacktestOverlap(
            later.Count,
            _isOfTwo ? Signals.Count(signal => signal is { A: not null, B: null }) : 0,
            Signals.Count(signal => signal is { A: null, B: not null }),
            Signals.Count(signal => signal is { A: null, B: null }),
            later.Count > 0 ? later[later.Count / 2] : null);
    }

    private bool Counts(IEpisode? episode) => episode?.Position >= _from;

    private static int Judged(IEnumerable<ComparedSignal> signals, Disposition disposition) =>
        signals.Count(signal => signal.Recorded?.Judged == disposition);

    private static IEnumerable<ComparedSignal> Pair(
        EpisodeStream stream,
        string name,
        List<TriedEpisode> a,
        List<TriedEpisode> b,
        List<RecordedEpisode> recorded)
    {
        a.Sort((one, other) => one.Position.CompareTo(other.Position));
        b.Sort((one, other) => one.Position.CompareTo(other.Position));
        recorded.Sort((one, other) => one.Position.CompareTo(other.Position));
        foreach (var one in a)
        {
            var other = TakeOverlapping(b, one);
            yield return new ComparedSignal(
                stream, name, one, other,
                TakeOverlapping(recorded, one) ?? (other is null ? null : TakeOverlapping(recorded, other)));
        }

        foreach (var one in b)
            yield return new ComparedSignal(stream, name, null, one, TakeOverlapping(recorded, one));
        foreach (var one in recorded)
            yield return new ComparedSignal(stream, name, null, null, one);
    }

    /// <summary>The first that overlaps; it is gone then.</summary>
    private static T? TakeOverlapping<T>(List<T> episodes, IEpisode with)
        where T : class, IEpisode
    {
        var index = episodes.FindIndex(one =>
            one.Position <= (with.EndPosition ?? long.MaxValue)
            && with.Position <= (one.EndPosition ?? long.MaxValue));
        if (index < 0)
            return null;
        var taken = episodes[index];
        episodes.RemoveAt(index);
        return taken;
    }
}
