using Governance.Detection;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.Server.Signals.Registry;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// The streams of one deployment under one set of configurations: those that stand, or those on trial. Both sets are
/// fed the same windows, and neither knows what the other finds.
/// </summary>
internal sealed class Lane(WatchSettings settings, bool isTrial)
{
    /// <summary>Streams watched in one deployment; further ones are counted, not watched.</summary>
    private const int MaxStreams = 512;

    private readonly Dictionary<StreamKey, SignalStream> _streams = [];
    private readonly DetectorSetting?[] _at = new DetectorSetting?[Enum.GetValues<SignalKind>().Length];
    private EvaluationGaps? _gaps;
    private int _kinds;
    private DetectorPolicy? _policy;
    private IReadOnlyDictionary<StreamKey, Sample> _frozen = new Dictionary<StreamKey, Sample>();

    /// <summary>Streams that are watched.</summary>
    internal int Count => _streams.Count;

    /// <summary>Streams beyond the limit, which are not watched.</summary>
    internal long Unwatched { get; private set; }

    /// <summary>In the order of their keys, so that findings come in one order whatever came first.</summary>
    internal IEnumerable<SignalStream> Streams => _streams.Values.OrderBy(stream => stream.Key);

    /// <summary>Whether evaluations and production have been compared.</summary>
    internal bool IsGapWarm => _gaps is { IsWarm: true };

    internal SignalStream? StreamOf(StreamKey key) => _streams.GetValueOrDefault(key);

    /// <summary>By which configuration a kind is judged; null: it is not.</summary>
    internal DetectorSetting? At(SignalKind signal) => _at[(int)signal];

    /// <summary>
    /// Judges a kind by another configuration from here on, or not at all: its streams begin anew. Another mode alone
    /// leaves them as they are.
    /// </summary>
    internal void Judge(SignalKind signal, DetectorSetting? next, List<FoundSignal> found)
    {
        var now = At(signal);
        if (now?.Digest != next?.Digest || now?.Version != next?.Version)
        {
            Drop(signal, found);
            if (signal is SignalKind.EvaluationGap && next is not null)
                _gaps = new EvaluationGaps(settings, next);
        }

        Set(signal, next);
    }

    /// <summary>
    /// Compares with the baselines of a policy from here on. Only streams whose baseline has another number begin anew.
    /// </summary>
    internal void Rebase(
        DetectorPolicy policy, IReadOnlyDictionary<StreamKey, Sample> frozen, List<FoundSignal> found)
    {
        _frozen = frozen;
        if (ReferenceEquals(policy, _policy))
            return;
        _policy = policy;
        foreach (var stream in Streams)
            Rebase(stream, found);
    }

    /// <summary>What was on trial stands from here on, with all that it has learned.</summary>
    internal void Inherit(SignalKind signal, DetectorSetting next, Lane trial, List<FoundSignal> found)
    {
        Drop(signal, found);
        trial.Close(signal, $"Configuration {next.Version} is on trial no longer: it stands.", found);
        foreach (var stream in trial._streams.Values.Where(stream => stream.Key.Signal == signal).ToList())
        {
            _streams.Add(stream.Key, stream);
            trial._streams.Remove(stream.Key);
        }

        if (signal is SignalKind.EvaluationGap)
            (_gaps, trial._gaps) = (trial._gaps, null);
        Set(signal, next);
        trial.Set(signal, null);
    }

    /// <summary>
    /// A finding as this lane says it; null where its kind is not judged. The end of an episode is always said: what
    /// was open when a detector was switched off must not stay so.
    /// </summary>
    internal FoundSignal? Said(FoundSignal found) => At(found.Key.Signal) is { } by
        ? found with { By = by, Detector = by.NameOf(found.Detector) }
        : !isTrial && found is { Alarm: null, Condition: null, Revision: null } ? found : null;

    /// <summary>Takes in one observation that is judged by itself.</summary>
    internal void Take(
        Observation observation, Reading place, DateTimeOffset at, double budget, List<FoundSignal> found)
    {
        if (_gaps?.Take(observation, place, at, budget) is { } gap)
            Say(gap, found);
    }

    /// <summary>Takes in what happened in a closed window, and says which streams are to be judged.</summary>
    internal SortedSet<StreamKey> Collect(ClosedWindow window, ServingVersions serving, List<FoundSignal> found)
    {
        var touched = new SortedSet<StreamKey>();
        if (_kinds == 0)
            return touched;
        foreach (var (key, cell) in window.Cells)
        {
            if (Watched(key) is not { } stream)
                continue;
            if (stream.Collect(cell, window) is { } revised)
                Say(revised, found);
            touched.Add(key);
            if (key.Version == serving.Stable)
                Offer(stream, cell, serving, touched);
        }

        return touched;
    }

    /// <summary>Judges streams against their own past, or beside the stable version.</summary>
    internal void Judge(SortedSet<StreamKey> touched, string? stable, double budget, List<FoundSignal> found)
    {
        foreach (var key in touched)
        {
            if (Judge(_streams[key], stable, budget) is { } signal && !IsExplained(key, signal))
                Say(signal, found);
        }
    }

    /// <summary>Another version is the stable one now: every comparison begins anew.</summary>
    internal void Reorder(string? stable, List<FoundSignal> found)
    {
        foreach (var stream in Streams)
        {
            if (stream.Close($"Version {stable} has become the one that others are compared with.") is { } over)
                Say(over, found);
        }
    }

    /// <summary>Ends episodes whose stream was not seen for so long.</summary>
    internal void EndQuiet(DateTimeOffset newest, TimeSpan unseenFor, List<FoundSignal> found)
    {
        foreach (var stream in Streams.Where(stream => stream.IsOpen))
        {
            if (newest - stream.LastSeen >= unseenFor
                && stream.Close("The version has not been seen for a while.") is { } over)
            {
                Say(over, found);
            }
        }
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(Unwatched);
        _gaps?.Save(writer);
        writer.Write(_streams.Count);
        foreach (var stream in Streams)
        {
            stream.Key.Save(writer);
            stream.Save(writer);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote under the same configurations.</summary>
    internal void Load(BinaryReader reader)
    {
        Unwatched = reader.ReadInt64();
        _gaps?.Load(reader);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var key = StreamKey.Load(reader);
            var by = At(key.Signal)
                ?? throw new InvalidDataException($"A stream of {key.Signal}, which is not judged.");
            var stream = new SignalStream(key, settings, by);
            stream.Load(reader);
            _streams.Add(key, stream);
        }
    }

    private void Say(FoundSignal signal, List<FoundSignal> found)
    {
        if (Said(signal) is { } said)
            found.Add(said);
    }

    /// <summary>What the stable version did in a window is what its candidates are compared with.</summary>
    private void Offer(SignalStream stable, Cell cell, ServingVersions serving, SortedSet<StreamKey> touched)
    {
        foreach (var version in serving.Others)
        {
            if (StreamOf(stable.Key with { Version = version }) is not { } candidate)
                continue;
            candidate.CollectStable(cell);
            touched.Add(candidate.Key);
        }
    }

    private FoundSignal? Judge(SignalStream stream, string? stableVersion, double budget)
    {
        if (stream.Key.Version == stableVersion)
            return stream.JudgePast(budget);
        return StreamOf(stream.Key with { Version = stableVersion ?? "" }) is { } stable
            ? stream.JudgeBeside(stable, budget)
            : null;
    }

    /// <summary>A part that moves with the whole says nothing of its own.</summary>
    private bool IsExplained(StreamKey key, FoundSignal signal) => signal.Alarm is not null
        && SignalStream.IsPart(key.Signal, key.Dimension)
        && StreamOf(key with { Dimension = null }) is { IsOpen: true };

    private SignalStream? Watched(StreamKey key)
    {
        if (_streams.TryGetValue(key, out var stream))
            return stream;
        if (At(key.Signal) is not { } by)
            return null;
        if (_streams.Count >= MaxStreams)
        {
            Unwatched++;
            return null;
        }

        _streams.Add(key, stream = new SignalStream(key, settings, by));
        Rebase(stream, []);
        return stream;
    }

    private void Rebase(SignalStream stream, List<FoundSignal> found)
    {
        var baseline = _policy?.BaselineOf(stream.Key.Signal, stream.Key.Version) ?? Baseline.First;
        if (baseline.Number == stream.Baseline)
            return;
        var frozen = baseline.Frozen is null ? null : _frozen.GetValueOrDefault(stream.Key);
        if (stream.Rebase(baseline.Number, frozen) is { } over)
            Say(over, found);
    }

    private void Set(SignalKind signal, DetectorSetting? next)
    {
        _kinds += (next is null ? 0 : 1) - (At(signal) is null ? 0 : 1);
        _at[(int)signal] = next;
    }

    private void Drop(SignalKind signal, List<FoundSignal> found)
    {
        Close(signal, "Another configuration judges from here on, or none.", found);
        foreach (var key in _streams.Keys.Where(key => key.Signal == signal).ToList())
            _streams.Remove(key);
        if (signal is SignalKind.EvaluationGap)
            _gaps = null;
    }

    private void Close(SignalKind signal, string reason, List<FoundSignal> found)
    {
        foreach (var stream in Streams.Where(stream => stream.Key.Signal == signal))
        {
            if (stream.Close(reason) is { } over)
                Say(over, found);
        }

        if (signal is SignalKind.EvaluationGap)
        {
            foreach (var over in _gaps?.Close(reason) ?? [])
                Say(over, found);
        }
    }
}
