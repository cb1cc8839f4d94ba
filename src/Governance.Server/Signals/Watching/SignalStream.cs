using Governance.Detection;
using Governance.Domain.Signals;
using Governance.Server.Signals.Registry;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// One stream under watch: its series, what it has pooled for the next step, the watch over its own past, and the watch
/// beside the stable version while it is a candidate.
/// </summary>
internal sealed class SignalStream
{
    /// <summary>Values kept of what is pooled for one step; a rate needs none.</summary>
    private const int KeptPool = 512;

    /// <summary>
    /// Observations of the stable version that wait for a candidate's. Past it the candidate is too rare to be compared
    /// in the same stretch, and both start afresh.
    /// </summary>
    private const int MaxStablePool = 200_000;

    private readonly WatchOptions _options;
    private PastWatch _past;
    private readonly Sample _pool;
    private readonly Sample _stablePool;
    private readonly Shown _shown = new();
    private ArmWatch _arm;
    private Claim? _claim;

    internal SignalStream(StreamKey key, WatchSettings settings, DetectorSetting by)
    {
        (Key, _options, Measure) = (key, by.OptionsOf(settings), by.MeasureOf(key));
        _past = new PastWatch(Measure, _options);
        _arm = new ArmWatch(Measure, _options);
        _pool = new Sample(Measure, KeptPool);
        _stablePool = new Sample(Measure, KeptPool);
        Pace = new Pace(settings.Window);
    }

    internal StreamKey Key { get; }

    internal Measure Measure { get; }

    internal Series Series { get; } = new();

    /// <summary>Number of the baseline that it is compared with; 1 is the one that came by itself.</summary>
    internal int Baseline { get; private set; } = 1;

    /// <summary>Whether that baseline is frozen. One with too few observations of this stream rolls.</summary>
    internal bool IsFrozen => _past.IsFrozen;

    /// <summary>How many steps a week it is judged in.</summary>
    internal Pace Pace { get; }

    /// <summary>The version's own reference, null while warming up.</summary>
    internal Yardstick? Yardstick => _past.Yardstick;

    /// <summary>Observations of its own past that it knows.</summary>
    internal long Known => _past.Known;

    internal bool IsOpen => _past.IsOpen || _arm.IsOpen;

    /// <summary>End of the last window that had observations.</summary>
    internal DateTimeOffset LastSeen { get; private set; }

    /// <summary>log e-value of the comparison at work, minus infinity before the first judgement.</summary>
    internal double LogStatistic => Math.Max(_past.LogStatistic, _arm.LogStatistic);

    private string OpenedBy { get; set; } = "";

    /// <summary>
    /// Takes in what this stream did in a closed window. What came late into the windows of an open episode revises
    /// what its alarm said; it is evidence of its own besides, like everything else that comes.
    /// </summary>
    internal FoundSignal? Collect(Cell cell, ClosedWindow window)
    {
        var revised = window.IsLate && _claim?.Covers(window) is true ? Revise(_claim, cell.Sample) : null;
        if (ValueOf(cell.Sample) is { } value)
            Series.Add(window.From, cell.Sample.N, WatchedSignals.Of(Key.Signal).Said(value));
        LastSeen = window.To > LastSeen ? window.To : LastSeen;
        if (Key.Signal is SignalKind.UnseenTool)
            return null; // judged call by call
        if (_pool.N == 0 && !_past.IsGathering && !_arm.IsGathering)
            _shown.Clear();
        _pool.Add(cell.Sample);
        _shown.Add(cell.Shown);
        return revised;
    }

    /// <summary>Takes in what the stable version did in a closed window.</summary>
    internal void CollectStable(Cell cell)
    {
        if (_stablePool.N + cell.Sample.N > MaxStablePool)
            DropPool();
        _stablePool.Add(cell.Sample);
    }

    /// <summary>
    /// Judges what has been pooled against the version's own past, once it is enough.
    /// </summary>
    /// <param name="budget">False alarms a week that this stream may spend.</param>
    internal FoundSignal? JudgePast(double budget)
    {
        if (_pool.N < Math.Max(_options.MinimumSample, Measure.LeastStep))
            return null;
        Pace.Step(_pool.To);
        _past.FalseAlarmEvery = Pace.StepsBetween(budget);
        return Settle(_past.Step(_pool), this);
    }

    /// <summary>
    /// Judges what has been pooled against the stable version beside it, once it is enough.
    /// </summary>
    /// <param name="stable">The same signal of the stable version.</param>
    /// <param name="budget">False alarms a week that this stream may spend.</param>
    internal FoundSignal? JudgeBeside(SignalStream stable, double budget)
    {
        var least = Math.Max(_options.MinimumArm, Measure.LeastStep / 2);
        if (_pool.N < least
            || _stablePool.N < least
            || _pool.N + _stablePool.N < _options.MinimumSample)
        {
            return null;
        }

        Pace.Step(_pool.To);
        _arm.FalseAlarmEvery = Pace.StepsBetween(budget);
        var verdict = _arm.Step(_pool, _stablePool, stable.Yardstick);
        if (verdict.Outcome is Outcome.Quiet or Outcome.Warming && !IsOpen)
            _past.Learn(_pool);
        return Settle(verdict, stable);
    }

    /// <summary>Another baseline takes the place of what was learned: a frozen one, or one that gathers anew.</summary>
    internal FoundSignal? Rebase(int baseline, Sample? frozen)
    {
        var over = Close($"Baseline {baseline} takes the place of the one that it was compared with.");
        _past = new PastWatch(Measure, _options);
        if (frozen is not null && frozen.N >= _options.MinimumReference)
            _past.Freeze(frozen);
        Baseline = baseline;
        return over;
    }

    /// <summary>From now on this stream is compared with something else, or was not seen for long.</summary>
    internal FoundSignal? Close(string reason)
    {
        var over = IsOpen ? FoundSignal.Over(Key, OpenedBy, reason) : null;
        _arm = new ArmWatch(Measure, _options);
        _past.End();
        _claim = null;
        _shown.Clear();
        DropPool();
        return over;
    }

    internal void Save(BinaryWriter writer)
    {
        _past.Save(writer);
        _arm.Save(writer);
        _pool.Save(writer);
        _stablePool.Save(writer);
        _shown.Save(writer);
        Pace.Save(writer);
        writer.Save(LastSeen);
        writer.Write(OpenedBy);
        writer.Write(Baseline);
        writer.Write(_claim is not null);
        _claim?.Save(writer);
        Series.Save(writer);
    }

    internal void Load(BinaryReader reader)
    {
        _past.Load(reader);
        _arm.Load(reader);
        _pool.Load(reader);
        _stablePool.Load(reader);
        _shown.Load(reader);
        Pace.Load(reader);
        LastSeen = reader.LoadTime();
        OpenedBy = reader.ReadString();
        Baseline = reader.ReadInt32();
        _claim = reader.ReadBoolean() ? Claim.Load(reader) : null;
        Series.Load(reader);
    }

    private FoundSignal? Settle(Verdict verdict, SignalStream comparedWith)
    {
        var lines = comparedWith.Yardstick;
        DropPool();
        if (verdict.Outcome is Outcome.Cleared)
        {
            _shown.Clear();
            _claim = null;
            return FoundSignal.Over(Key, verdict.OpenedBy, "The behaviour is back within what it is compared with.");
        }

        if (verdict.Finding is not { } finding)
            return null;
        OpenedBy = verdict.OpenedBy;
        var shown = _shown.Of(finding.Direction, lines?.UpLine ?? 0.5f, lines?.DownLine ?? 0.5f);
        _shown.Clear();
        if (!IsWorthSaying(verdict.Alarms))
            return null;
        _claim = Measure.Kind is MeasureKind.Shape ? null : Claim.Of(finding);
        return new FoundSignal(
            Key, OpenedBy, verdict.Alarms, new FoundAlarm(finding, comparedWith.Key.Version, null, shown)
        {
            Baseline = comparedWith.Baseline,
        }, null);
    }

    /// <summary>What a chart shows of a window; a distance needs a reference, and more than a few values.</summary>
    private double? ValueOf(Sample window)
    {
        if (Measure.Kind is not MeasureKind.Shape)
            return window.Value;
        return window.N < Measure.LeastStep / 4 ? null : _past.DistanceOf(window);
    }

    private FoundSignal? Revise(Claim claim, Sample late)
    {
        var detector = OpenedBy;
        _claim = claim.With(late);
        var revision = new FoundRevision(claim, _claim);
        if (!_claim.Stands)
            Close("");
        else if (!IsWorthSaying(_claim.Revisions))
            return null;
        return new FoundSignal(Key, detector, 0, null, null) { Revision = revision };
    }

    /// <summary>True for a stream that is a part of another one: of one task class or one segment.</summary>
    internal static bool IsPart(SignalKind signal, string? dimension) =>
        signal is SignalKind.Refusal or SignalKind.Error or SignalKind.Latency or SignalKind.OutputTokens
        && dimension is not null;

    /// <summary>An episode says its 1st, 2nd, 4th, 8th … alarm: often enough to see that it goes on.</summary>
    internal static bool IsWorthSaying(long alarms) => (alarms & (alarms - 1)) == 0;

    private void DropPool()
    {
        _pool.Clear();
        _stablePool.Clear();
    }
}
