using Governance.Detection;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching;

/// <summary>
/// One stream under watch: its series, what it has pooled for the next step, the watch over its own past, and the watch
/// beside the stable version while it is a candidate.
/// </summary>
internal sealed class SignalStream
{
    /// <summary>
    /// Observations of the stable version that wait for a candidate's. Past it the candidate is too rare to be compared
    /// in the same stretch, and both start afresh.
    /// </summary>
    private const int MaxStablePool = 20_000;

    private readonly StreamKey _key;
    private readonly WatchOptions _options;
    private readonly PastWatch _past;
    private readonly List<Reading> _pool = [];
    private readonly List<float> _stablePool = [];
    private readonly Shown _shown = new();
    private ArmWatch _arm;
    private DateTimeOffset _from;
    private DateTimeOffset _to;

    internal SignalStream(StreamKey key, WatchOptions options)
    {
        (_key, _options, Measure) = (key, options, WatchedSignals.MeasureOf(key.Signal));
        _past = new PastWatch(Measure, options);
        _arm = new ArmWatch(Measure, options);
    }

    internal StreamKey Key => _key;

    internal Measure Measure { get; }

    internal Series Series { get; } = new();

    /// <summary>The version's own reference, null while warming up.</summary>
    internal Yardstick? Yardstick => _past.Yardstick;

    /// <summary>Observations of its own past that it knows.</summary>
    internal long Known => _past.Known;

    internal bool IsOpen => _past.IsOpen || _arm.IsOpen;

    /// <summary>End of the last window that had observations.</summary>
    internal DateTimeOffset LastSeen { get; private set; }

    private string OpenedBy { get; set; } = "";

    /// <summary>Takes in this stream's readings of a closed window.</summary>
    internal void Collect(ClosedWindow window, List<Reading> readings)
    {
        var sample = new Sample(Measure, readings.Count);
        sample.Add(readings.Values(), window.From, window.To);
        Series.Add(window.From, readings.Count, sample.ToStretch().Value);
        LastSeen = window.To > LastSeen ? window.To : LastSeen;
        if (_key.Signal is SignalKind.UnseenTool)
            return; // judged call by call
        Stretch(window);
        _pool.AddRange(readings);
    }

    /// <summary>Takes in what the stable version did in a closed window.</summary>
    internal void CollectStable(ClosedWindow window, List<Reading> readings)
    {
        if (_stablePool.Count + readings.Count > MaxStablePool)
            DropPool();
        Stretch(window);
        foreach (var reading in readings)
            _stablePool.Add(reading.Value);
    }

    /// <summary>Judges what has been pooled against the version's own past, once it is enough.</summary>
    internal FoundSignal? JudgePast()
    {
        if (_pool.Count < _options.MinimumSample)
            return null;
        var lines = _past.Yardstick;
        Show(lines);
        return Settle(_past.Step(_pool.Values(), _from, _to), _key.Version);
    }

    /// <summary>Judges what has been pooled against the stable version beside it, once it is enough.</summary>
    internal FoundSignal? JudgeBeside(SignalStream stable)
    {
        if (_pool.Count < _options.MinimumArm
            || _stablePool.Count < _options.MinimumArm
            || _pool.Count + _stablePool.Count < _options.MinimumSample)
        {
            return null;
        }

        Show(stable.Yardstick);
        var values = _pool.Values();
        var verdict = _arm.Step(values, _stablePool.ToArray(), _from, _to, stable.Yardstick);
        if (verdict.Outcome is Outcome.Quiet or Outcome.Warming && !IsOpen)
            _past.Learn(values, _from, _to);
        return Settle(verdict, stable.Key.Version);
    }

    /// <summary>From now on this stream is compared with something else, or was not seen for long.</summary>
    internal FoundSignal? Close(string reason)
    {
        var over = IsOpen ? FoundSignal.Over(_key, OpenedBy, reason) : null;
        _arm = new ArmWatch(Measure, _options);
        _past.End();
        _shown.Clear();
        DropPool();
        return over;
    }

    internal void Save(BinaryWriter writer)
    {
        _past.Save(writer);
        _arm.Save(writer);
        writer.Save(_pool);
        writer.Write(_stablePool.Count);
        foreach (var value in _stablePool)
            writer.Write(value);
        _shown.Save(writer);
        writer.Save(_from);
        writer.Save(_to);
        writer.Save(LastSeen);
        writer.Write(OpenedBy);
        Series.Save(writer);
    }

    internal void Load(BinaryReader reader)
    {
        _past.Load(reader);
        _arm.Load(reader);
        reader.LoadInto(_pool);
        for (var left = reader.ReadInt32(); left > 0; left--)
            _stablePool.Add(reader.ReadSingle());
        _shown.Load(reader);
        _from = reader.LoadTime();
        _to = reader.LoadTime();
        LastSeen = reader.LoadTime();
        OpenedBy = reader.ReadString();
        Series.Load(reader);
    }

    private FoundSignal? Settle(Verdict verdict, string comparedWith)
    {
        DropPool();
        if (verdict.Outcome is Outcome.Cleared)
        {
            _shown.Clear();
            return FoundSignal.Over(_key, verdict.OpenedBy, "The behaviour is back within what it is compared with.");
        }

        if (verdict.Finding is not { } finding)
            return null;
        OpenedBy = verdict.OpenedBy;
        var shown = _shown.Of(finding.Direction);
        _shown.Clear();
        return IsWorthSaying(verdict.Alarms)
            ? new FoundSignal(_key, OpenedBy, verdict.Alarms, new FoundAlarm(finding, comparedWith, null, shown), null)
            : null;
    }

    /// <summary>An episode says its 1st, 2nd, 4th, 8th … alarm: often enough to see that it goes on.</summary>
    internal static bool IsWorthSaying(long alarms) => (alarms & (alarms - 1)) == 0;

    private void Show(Yardstick? lines)
    {
        if (Measure.IsRate)
            _shown.Add(_pool, 0.5f, 0.5f);
        else if (lines is not null)
            _shown.Add(_pool, lines.UpLine, lines.DownLine);
    }

    private void Stretch(ClosedWindow window)
    {
        var empty = _pool.Count == 0 && _stablePool.Count == 0;
        _from = empty || window.From < _from ? window.From : _from;
        _to = empty || window.To > _to ? window.To : _to;
    }

    private void DropPool()
    {
        _pool.Clear();
        _stablePool.Clear();
    }
}
