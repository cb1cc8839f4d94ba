using System.Runtime.InteropServices;

namespace Governance.Detection;

/// <summary>
/// What a stream did over a stretch, in bounded space: counts and sums exactly, values thinned evenly to a capacity.
/// </summary>
public sealed class Sample(Measure measure, int capacity)
{
    /// <summary>One-sided error of each end of a 95 % interval, and the same in standard deviations.</summary>
    private const double IntervalError = 0.025;
    private const double IntervalDeviations = 1.96;

    private readonly List<float> _values = [];
    private int _stride = 1;
    private int _skipped;
    private double _squares;

    /// <summary>Observations.</summary>
    public long N { get; private set; }

    /// <summary>Values above one half; of a rate, its hits.</summary>
    public long Hits { get; private set; }

    /// <summary>Sum of all values.</summary>
    public double Sum { get; private set; }

    /// <summary>Time of the first observation.</summary>
    public DateTimeOffset From { get; private set; }

    /// <summary>Time of the last observation.</summary>
    public DateTimeOffset To { get; private set; }

    /// <summary>
    /// The kept values, in order of arrival: all of them, or every 2nd, 4th, 8th … once they are more than the
    /// capacity. Empty for a rate, which needs none.
    /// </summary>
    public ReadOnlySpan<float> Values => CollectionsMarshal.AsSpan(_values);

    /// <summary>Standard deviation of all values.</summary>
    internal double Deviation => N < 2 ? 0 : Math.Sqrt(Math.Max(0, (_squares - (Sum * Sum / N)) / (N - 1)));

    /// <summary>Adds values.</summary>
    public void Add(ReadOnlySpan<float> values, DateTimeOffset from, DateTimeOffset to)
    {
        if (values.IsEmpty)
            return;
        long hits = 0;
        double sum = 0, squares = 0;
        foreach (var value in values)
        {
            hits += value > 0.5f ? 1 : 0;
            sum += value;
            squares += (double)value * value;
        }

        Count(values.Length, hits, sum, squares, from, to);
        Keep(values);
    }

    /// <summary>Adds a rate's observations by their number alone.</summary>
    public void AddRate(long n, long hits, DateTimeOffset from, DateTimeOffset to)
    {
        if (!measure.IsRate)
            throw new InvalidOperationException("Only a rate is known by its counts.");
        if (n > 0)
            Count(n, hits, hits, hits, from, to);
    }

    /// <summary>Adds what another sample of the same measure holds.</summary>
    public void Add(Sample other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.N == 0)
            return;
        Count(other.N, other.Hits, other.Sum, other._squares, other.From, other.To);
        Keep(other.Values);
    }

    /// <summary>Becomes what another sample is.</summary>
    public void Become(Sample other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (N, Hits, Sum, _squares) = (other.N, other.Hits, other.Sum, other._squares);
        (From, To, _stride, _skipped) = (other.From, other.To, other._stride, other._skipped);
        _values.Clear();
        _values.AddRange(other.Values);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        (N, Hits, Sum, _squares, From, To) = (0, 0, 0, 0, default, default);
        (_stride, _skipped) = (1, 0);
        _values.Clear();
    }

    /// <summary>Rate, quantile or mean of what is held; NaN when there is nothing.</summary>
    public double Value
    {
        get
        {
            if (N == 0 || (measure.Kind is MeasureKind.Quantile && _values.Count == 0))
                return double.NaN;
            return measure.Kind is MeasureKind.Quantile ? measure.QuantileOf(Sorted()) : Sum / N;
        }
    }

    /// <summary>
    /// This sample in one line, with the interval of its value; the value is NaN when there is nothing.
    /// </summary>
    public Stretch ToStretch()
    {
        if (N == 0 || (measure.Kind is MeasureKind.Quantile && _values.Count == 0))
            return new Stretch(From, To, N, double.NaN);
        if (measure.IsRate)
        {
            return new Stretch(From, To, N, Sum / N)
            {
                Low = BinomialLaw.Lower(Hits, N, IntervalError),
                High = BinomialLaw.Upper(Hits, N, IntervalError),
            };
        }

        return measure.Kind is MeasureKind.Mean ? OfMean() : OfQuantile();
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(N);
        writer.Write(Hits);
        writer.Write(Sum);
        writer.Write(_squares);
        writer.Write(From.UtcTicks);
        writer.Write(To.UtcTicks);
        writer.Write(_stride);
        writer.Write(_skipped);
        writer.Write(_values.Count);
        writer.Write(MemoryMarshal.AsBytes(Values));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Clear();
        N = reader.ReadInt64();
        Hits = reader.ReadInt64();
        Sum = reader.ReadDouble();
        _squares = reader.ReadDouble();
        From = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        To = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        _stride = reader.ReadInt32();
        _skipped = reader.ReadInt32();
        CollectionsMarshal.SetCount(_values, reader.ReadInt32());
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_values)));
    }

    private void Count(long n, long hits, double sum, double squares, DateTimeOffset from, DateTimeOffset to)
    {
        From = N == 0 || from < From ? from : From;
        To = N == 0 || to > To ? to : To;
        N += n;
        Hits += hits;
        Sum += sum;
        _squares += squares;
    }

    private void Keep(ReadOnlySpan<float> values)
    {
        if (measure.IsRate)
            return;
        foreach (var value in values)
        {
            if (++_skipped < _stride)
                continue;
            _skipped = 0;
            _values.Add(value);
            if (_values.Count > capacity)
                Thin();
        }
    }

    private float[] Sorted()
    {
        var sorted = _values.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    private void Thin()
    {
        var kept = 0;
        for (var i = 1; i < _values.Count; i += 2)
            _values[kept++] = _values[i];
        _values.RemoveRange(kept, _values.Count - kept);
        _stride *= 2;
    }

    private Stretch OfMean()
    {
        var (mean, half) = (Sum / N, IntervalDeviations * Deviation / Math.Sqrt(N));
        return new Stretch(From, To, N, mean) { Low = Math.Max(0, mean - half), High = Math.Min(1, mean + half) };
    }

    /// <summary>The interval of a quantile lies between two order statistics (binomial law of ranks).</summary>
    private Stretch OfQuantile()
    {
        var sorted = Sorted();
        var half = IntervalDeviations * Math.Sqrt(sorted.Length * measure.Level * (1 - measure.Level));
        return new Stretch(From, To, N, measure.QuantileOf(sorted))
        {
            Low = At((measure.Level * sorted.Length) - half - 1),
            High = At((measure.Level * sorted.Length) + half),
        };

        float At(double rank) => sorted[(int)Math.Clamp(rank, 0, sorted.Length - 1)];
    }
}
