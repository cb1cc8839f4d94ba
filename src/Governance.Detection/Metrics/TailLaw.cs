namespace Governance.Detection.Metrics;

/// <summary>
/// How rare a value is among the last <see cref="Window"/> values of its stream, from the largest of them alone. Above
/// the line that 3 % of them exceed, the excess follows a generalised Pareto law (Pickands 1975) with the mean of the
/// excesses seen and a fixed, heavy shape; and nothing is called rarer than it has been seen to be.
/// </summary>
/// <remarks>
/// Bounded memory: <see cref="Kept"/> values. Most values are below all of them and cost one comparison; an insertion
/// moves at most <see cref="Kept"/> entries, expiry is swept every <see cref="SweepEvery"/> values.
/// </remarks>
internal sealed class TailLaw
{
    /// <summary>Values that make up the past: at one a minute, nearly three days.</summary>
    internal const int Window = 4_000;

    /// <summary>The share of values that counts as the tail.</summary>
    internal const double Share = 0.03;

    /// <summary>A tail has at least this many values, however short the past.</summary>
    internal const int Least = 5;

    /// <summary>The tail of a full window is 120 values; the rest is what expires before new ones come.</summary>
    internal const int Kept = 160;

    /// <summary>Expired values are looked for once in so many.</summary>
    internal const int SweepEvery = 256;

    // Shape ξ of the Pareto law. Metrics have heavy tails: at 0 (exponential) bursty streams alarm all day, and between
    // 0.1 and 0.5 little depends on it.
    private const double Shape = 0.3;

    private const double Log10 = 2.302585092994046;

    // Descending; float, because a tail needs six digits and ten thousand live streams need the memory.
    private readonly float[] _largest = new float[Kept];
    private readonly ushort[] _rows = new ushort[Kept];
    private int _count;

    /// <summary>How many of so many values make up the tail.</summary>
    internal static int TailOf(int known) => Math.Max(Least, (int)(known * Share));

    /// <summary>
    /// −log₁₀ of the chance of a value as large as this; 0 when it does not even reach the tail.
    /// </summary>
    /// <param name="value">The value to judge, not yet added.</param>
    /// <param name="known">Values so far, at most <see cref="Window"/>.</param>
    /// <param name="tail"><see cref="TailOf"/> them.</param>
    /// <param name="floor">The smallest mean excess believed in: a hair's breadth of the stream's range.</param>
    internal double Surprise(double value, int known, int tail, double floor)
    {
        var rounded = (float)value;
        if (tail < _count && rounded <= _largest[tail])
            return 0;
        tail = Math.Min(tail, _count - 1);
        return tail < 1 || rounded <= _largest[tail] ? 0 : Rarity(rounded, known, tail, floor);
    }

    /// <summary>The value that is exceeded with this chance, which is at most <see cref="Share"/>.</summary>
    internal double Quantile(double chance, int known, double floor)
    {
        var tail = Math.Min(TailOf(known), _count - 1);
        if (tail < 1)
            return double.NaN;
        var scale = Math.Max(MeanExcess(tail), floor) * (1 - Shape);
        var share = Math.Max(chance, (double)tail / known) / chance;
        return _largest[tail] + (scale / Shape * (Math.Pow(share, Shape) - 1));
    }

    /// <summary>Takes the value with this row number in; row numbers go up by one.</summary>
    internal void Add(double value, long row)
    {
        if (row % SweepEvery == 0)
            Sweep(row);
        var rounded = (float)value;
        if (_count == Kept)
        {
            if (rounded <= _largest[Kept - 1])
                return;
            _count--;
        }

        var (at, to) = (0, _count);
        while (at < to)
        {
            var middle = (at + to) / 2;
            (at, to) = _largest[middle] >= rounded ? (middle + 1, to) : (at, middle);
        }

        Array.Copy(_largest, at, _largest, at + 1, _count - at);
        Array.Copy(_rows, at, _rows, at + 1, _count - at);
        _largest[at] = rounded;
        _rows[at] = (ushort)row;
        _count++;
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write((byte)_count);
        for (var i = 0; i < _count; i++)
        {
            writer.Write(_largest[i]);
            writer.Write(_rows[i]);
        }
    }

    internal void Load(BinaryReader reader)
    {
        _count = reader.ReadByte();
        if (_count > Kept)
            throw new InvalidDataException($"A tail holds at most {Kept} values, not {_count}.");
        for (var i = 0; i < _count; i++)
        {
            _largest[i] = reader.ReadSingle();
            _rows[i] = reader.ReadUInt16();
        }
    }

    private double Rarity(float rounded, int known, int tail, double floor)
    {
        var scale = Math.Max(MeanExcess(tail), floor) * (1 - Shape);
        var excess = (double)rounded - _largest[tail];
        var rarity = Math.Log10((double)known / tail) + (Math.Log(1 + (Shape * excess / scale)) / (Shape * Log10));
        var asLarge = 0;
        while (asLarge < _count && _largest[asLarge] >= rounded)
            asLarge++;
        return asLarge == 0 ? rarity : Math.Min(rarity, Math.Log10((known + 1.0) / asLarge));
    }

    private double MeanExcess(int tail)
    {
        var sum = 0.0;
        for (var i = 0; i < tail; i++)
            sum += _largest[i];
        return (sum / tail) - _largest[tail];
    }

    // Row numbers are kept modulo 2¹⁶; the window is far shorter, so ages are never mistaken.
    private void Sweep(long row)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if ((ushort)((ushort)row - _rows[i]) > Window)
                continue;
            _largest[kept] = _largest[i];
            _rows[kept++] = _rows[i];
        }

        _count = kept;
    }
}
