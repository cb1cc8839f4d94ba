using MathNet.Numerics;

namespace Governance.Detection.Iid;

/// <summary>
/// The last raw scores, and the p-value of the next one by a Gaussian kernel: p = mean Φ((x_i − x) / w) with
/// Silverman's
/// width w = 0.9 · min(s, IQR / 1.34) · n^(−1/5).
/// </summary>
/// <remarks>
/// A kernel as wide as the deviation of the scores doubles their variance, so that a point at 3 σ gets p = 0.017, and
/// every outlier widens it further. Silverman's width keeps the tails, and the quartiles do not mind an outlier.
/// Bounded by its capacity h; O(h) per score, O(log h) for keeping it in order.
/// </remarks>
internal sealed class ScoreHistory
{
    private const double SmallestP = 1e-8;
    private readonly double[] _ring;
    private readonly double[] _sorted;
    private int _count;
    private int _next;

    internal ScoreHistory(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        _ring = new double[capacity];
        _sorted = new double[capacity];
    }

    internal bool IsFull => _count == _ring.Length;

    internal double Median => _count == 0 ? double.NaN : Quantile(0.5);

    /// <summary>p-value of a score that is not yet in; ½ (or 1, two-sided) while nothing is known.</summary>
    internal double PValue(double score, AnomalySide side)
    {
        if (_count == 0)
            return side is AnomalySide.TwoSided ? 1 : 0.5;
        var width = Width();
        var above = 0.0;
        for (var i = 0; i < _count; i++)
            above += SpecialFunctions.Erfc((score - _sorted[i]) / (width * Math.Sqrt(2))) / 2;
        above /= _count;
        var p = side switch
        {
            AnomalySide.Positive => above,
            AnomalySide.Negative => 1 - above,
            _ => 2 * Math.Min(above, 1 - above),
        };
        return Math.Clamp(p, SmallestP, 1);
    }

    /// <summary>The scores between which a two-sided p-value is about <paramref name="level"/> or more.</summary>
    internal (double Lower, double Upper) Band(double level)
    {
        if (_count == 0)
            return (double.NaN, double.NaN);
        var reach = Math.Sqrt(2) * SpecialFunctions.ErfInv(1 - level);
        var centre = Median;
        var spread = Math.Sqrt((Spread() * Spread()) + (Width() * Width()));
        return (centre - (reach * spread), centre + (reach * spread));
    }

    internal void Add(double score)
    {
        if (IsFull)
        {
            var gone = Array.BinarySearch(_sorted, 0, _count, _ring[_next]);
            Array.Copy(_sorted, gone + 1, _sorted, gone, _count - gone - 1);
            _count--;
        }

        var at = Array.BinarySearch(_sorted, 0, _count, score);
        at = at < 0 ? ~at : at;
        Array.Copy(_sorted, at, _sorted, at + 1, _count - at);
        _sorted[at] = score;
        _ring[_next] = score;
        _next = (_next + 1) % _ring.Length;
        _count++;
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_count);
        writer.Write(_next);
        StateFormat.Write(writer, _ring);
    }

    internal void Load(BinaryReader reader)
    {
        _count = reader.ReadInt32();
        _next = reader.ReadInt32();
        if (_count < 0 || _count > _ring.Length || _next < 0 || _next >= _ring.Length)
            throw new InvalidDataException($"{_count} scores do not fit into a history of {_ring.Length}.");
        StateFormat.Read(reader, _ring);
        for (var i = 0; i < _count; i++)
            _sorted[i] = _ring[(_next - _count + i + _ring.Length) % _ring.Length];
        Array.Sort(_sorted, 0, _count);
    }

    private double Width() => Math.Max(1e-6 * Math.Abs(Median), 0.9 * Spread() * Math.Pow(_count, -0.2)) + 1e-12;

    private double Spread()
    {
        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < _count; i++)
            sum += _sorted[i];
        for (var i = 0; i < _count; i++)
            squares += Math.Pow(_sorted[i] - (sum / _count), 2);
        var deviation = Math.Sqrt(squares / Math.Max(1, _count - 1));
        var quartiles = (Quantile(0.75) - Quantile(0.25)) / 1.34;
        return quartiles > 0 ? Math.Min(deviation, quartiles) : deviation;
    }

    private double Quantile(double level)
    {
        var position = level * (_count - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, _count - 1);
        return _sorted[below] + ((position - below) * (_sorted[above] - _sorted[below]));
    }
}
