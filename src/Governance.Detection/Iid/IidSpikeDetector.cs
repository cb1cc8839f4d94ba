namespace Governance.Detection.Iid;

/// <summary>
/// Single odd values in a stream without trend or season (DetectIidSpike). Calibrated by simulation: on independent
/// values about 1 − confidence / 100 of all points alert, both sides together. O(h) per point.
/// </summary>
public sealed class IidSpikeDetector
{
    private const byte Version = 1;
    private readonly ScoreHistory _history;
    private readonly AnomalySide _side;
    private readonly double _level;

    /// <summary>A detector that knows nothing yet.</summary>
    /// <param name="confidence">In percent, 0 … 100.</param>
    /// <param name="pvalueHistoryLength">
    /// h: values that a new one is compared with; no alert before there are h.
    /// </param>
    /// <param name="side">Which side counts.</param>
    public IidSpikeDetector(
        double confidence = 99, int pvalueHistoryLength = 100, AnomalySide side = AnomalySide.TwoSided)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(confidence);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(confidence, 100);
        _history = new ScoreHistory(pvalueHistoryLength);
        _side = side;
        _level = 1 - (confidence / 100);
    }

    /// <summary>Judges a value by those before it. One that is not finite is a gap: no alert, nothing learnt.</summary>
    public SpikePoint Observe(double value)
    {
        var (lower, upper) = _history.Band(_level);
        var expected = _history.Median;
        var direction = value < expected ? Direction.Down : Direction.Up;
        if (!double.IsFinite(value))
            return new SpikePoint(false, value, 1, expected, lower, upper, direction);
        var p = _history.PValue(value, _side);
        var alert = _history.IsFull && p <= _level;
        _history.Add(value);
        return new SpikePoint(alert, value, p, expected, lower, upper, direction);
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.IidSpike, Version);
        _history.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; the history's length must be the same.</summary>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.IidSpike, Version);
        _history.Load(reader);
    }
}
