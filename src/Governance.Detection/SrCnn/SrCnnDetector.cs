namespace Governance.Detection.SrCnn;

/// <summary>What one point came to.</summary>
/// <param name="Alert">The score exceeds the threshold.</param>
/// <param name="Score">Tenths of (saliency − its recent mean) / that mean; NaN until the window is full.</param>
/// <param name="Magnitude">The saliency.</param>
public readonly record struct SrCnnPoint(bool Alert, double Score, double Magnitude);

/// <summary>
/// Odd values of a stream by spectral residual (DetectAnomalyBySrCnn). Heuristic: its threshold is a ratio, not a level
/// of error. Bounded memory, w values; O(w log w) per point.
/// </summary>
public sealed class SrCnnDetector
{
    private const byte Version = 1;

    // Below this share of the largest amplitude of a window, saliency is rounding.
    private const double Flat = 1e-9;

    private readonly int _backAdd;
    private readonly int _lookahead;
    private readonly int _averaging;
    private readonly int _judgement;
    private readonly double _threshold;
    private readonly double[] _values;
    private int _count;

    /// <summary>A detector that knows nothing yet.</summary>
    /// <param name="windowSize">w: values whose spectrum is taken.</param>
    /// <param name="backAddWindowSize">Values whose slopes extend the window.</param>
    /// <param name="lookaheadWindowSize">Values that it is extended by.</param>
    /// <param name="averagingWindowSize">Width of the running mean of the log amplitude.</param>
    /// <param name="judgementWindowSize">Saliencies that the last one is compared with.</param>
    /// <param name="threshold">Scores above alert.</param>
    public SrCnnDetector(
        int windowSize = 64,
        int backAddWindowSize = 5,
        int lookaheadWindowSize = 5,
        int averagingWindowSize = 3,
        int judgementWindowSize = 21,
        double threshold = 0.3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSize, 12);
        ArgumentOutOfRangeException.ThrowIfLessThan(backAddWindowSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(backAddWindowSize, windowSize - 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(lookaheadWindowSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(averagingWindowSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(judgementWindowSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(judgementWindowSize, windowSize);
        (_backAdd, _lookahead, _averaging) = (backAddWindowSize, lookaheadWindowSize, averagingWindowSize);
        (_judgement, _threshold) = (judgementWindowSize, threshold);
        _values = new double[windowSize];
    }

    /// <summary>Judges a value by the window that ends with it. One that is not finite is a gap.</summary>
    public SrCnnPoint Observe(double value)
    {
        if (!double.IsFinite(value))
            return new SrCnnPoint(false, double.NaN, double.NaN);
        if (_count == _values.Length)
            Array.Copy(_values, 1, _values, 0, --_count);
        _values[_count++] = value;
        if (_count < _values.Length)
            return new SrCnnPoint(false, double.NaN, double.NaN);
        var mean = _values.Average();
        var range = _values.Max(x => Math.Abs(x - mean));
        if (range <= Flat * Math.Abs(mean))
            return new SrCnnPoint(false, 0, 0);
        var saliency = SpectralResidual.Saliency(
            SpectralResidual.Extended(_values, _lookahead, _backAdd), _averaging);
        var magnitude = saliency[_count - 1];
        var usual = saliency.Skip(_count - _judgement).Take(_judgement).Average();
        var score = usual > 0 ? (magnitude - usual) / usual / 10 : 0;
        return new SrCnnPoint(score > _threshold, score, magnitude);
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        StateFormat.Begin(writer, StateKind.SrCnn, Version);
        writer.Write(_count);
        StateFormat.Write(writer, _values.AsSpan(0, _count));
    }

    /// <summary>Reads what <see cref="Save"/> wrote; the window must be the same.</summary>
    public void Load(BinaryReader reader)
    {
        StateFormat.Require(reader, StateKind.SrCnn, Version);
        _count = reader.ReadInt32();
        if (_count < 0 || _count > _values.Length)
            throw new InvalidDataException($"{_count} values do not fit into a window of {_values.Length}.");
        StateFormat.Read(reader, _values.AsSpan(0, _count));
    }
}
