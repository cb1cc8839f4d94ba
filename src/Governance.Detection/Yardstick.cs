namespace Governance.Detection;

/// <summary>
/// A frozen reference: the lines beyond which a value is a hit, and the largest rates of such hits that still agree
/// with the reference, its own sampling error and the minimum effect allowed for. Of a mean the limits are means, of a
/// shape they are distances.
/// </summary>
/// <param name="Reference">What it was made from.</param>
/// <param name="BaseLine">
/// The reference quantile itself: beyond it counts as a hit of the arm that is compared with.
/// </param>
/// <param name="UpLine">A value above it is a hit upwards.</param>
/// <param name="DownLine">A value below it is a hit downwards.</param>
/// <param name="UpLimit">Largest level upwards without a change; 1 = cannot be judged.</param>
/// <param name="DownLimit">Largest level downwards without a change; 1 = cannot be judged.</param>
/// <param name="UpLevel">What the reference itself has upwards.</param>
/// <param name="DownLevel">What the reference itself has downwards.</param>
public sealed record Yardstick(
    Stretch Reference,
    float BaseLine,
    float UpLine,
    float DownLine,
    double UpLimit,
    double DownLimit,
    double UpLevel,
    double DownLevel)
{
    private const float Half = 0.5f;

    /// <summary>The normal quantile that leaves <see cref="WatchOptions.ReferenceError"/> beyond it, about.</summary>
    private const double Deviations = 2.6;

    /// <summary>Freezes a sample. A rate that never falls measurably below its margin has no downward limit.</summary>
    public static Yardstick Of(Measure measure, Sample sample, WatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(options);
        var caution = sample.To - sample.From < options.WholeCycle ? options.Caution : 1;
        return measure.Kind switch
        {
            MeasureKind.Rate => OfRate(sample, caution, options),
            MeasureKind.Mean => OfMean(measure, sample, caution),
            MeasureKind.Shape => OfShape(measure, sample, caution, options),
            _ => OfQuantile(measure, sample, caution, options),
        };
    }

    /// <summary>Hits beyond both lines.</summary>
    public (long Up, long Down) Count(ReadOnlySpan<float> values) => Count(values, UpLine, DownLine);

    /// <summary>Hits beyond the reference quantile itself, without a margin.</summary>
    public (long Up, long Down) CountBase(ReadOnlySpan<float> values) => Count(values, BaseLine, BaseLine);

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Reference.From.UtcTicks);
        writer.Write(Reference.To.UtcTicks);
        writer.Write(Reference.N);
        writer.Write(Reference.Value);
        writer.Write(Reference.Low ?? double.NaN);
        writer.Write(Reference.High ?? double.NaN);
        foreach (var line in (ReadOnlySpan<float>)[BaseLine, UpLine, DownLine])
            writer.Write(line);
        foreach (var limit in (ReadOnlySpan<double>)[UpLimit, DownLimit, UpLevel, DownLevel])
            writer.Write(limit);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static Yardstick Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var from = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        var to = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        return new Yardstick(
            new Stretch(from, to, reader.ReadInt64(), reader.ReadDouble())
            {
                Low = Known(reader.ReadDouble()),
                High = Known(reader.ReadDouble()),
            },
            reader.ReadSingle(),
            reader.ReadSingle(),
            reader.ReadSingle(),
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.ReadDouble());
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;

    private static Yardstick OfRate(Sample sample, double caution, WatchOptions options)
    {
        var rate = (double)sample.Hits / sample.N;
        var margin = caution * options.MarginOf(rate);
        var upper = Math.Max(BinomialLaw.Upper(sample.Hits, sample.N, options.ReferenceError), rate + margin);
        var lower = Math.Min(BinomialLaw.Lower(sample.Hits, sample.N, options.ReferenceError), rate - margin);
        return new Yardstick(
            sample.ToStretch(), Half, Half, Half,
            Math.Min(1, upper), lower <= 0 ? 1 : 1 - lower, rate, 1 - rate);
    }

    private static Yardstick OfMean(Measure measure, Sample sample, double caution)
    {
        var mean = sample.Sum / sample.N;
        var margin = Math.Max(
            caution * measure.AbsoluteMargin, (Deviations * sample.Deviation / Math.Sqrt(sample.N)) + (1.0 / sample.N));
        return new Yardstick(
            sample.ToStretch(), (float)mean, (float)(mean + margin), (float)(mean - margin),
            Math.Min(1, mean + margin), Math.Min(1, 1 - mean + margin), mean, 1 - mean);
    }

    /// <summary>The reference lies at no distance from itself; its values stay with whoever judges.</summary>
    private static Yardstick OfShape(Measure measure, Sample sample, double caution, WatchOptions options)
    {
        var limit = ShapeEvidence.LimitOf(
            sample.Values.Length, caution * measure.AbsoluteMargin, options.ReferenceError);
        return new Yardstick(new Stretch(sample.From, sample.To, sample.N, 0), 0, 0, 0, limit, 1, 0, 1);
    }

    private static Yardstick OfQuantile(Measure measure, Sample sample, double caution, WatchOptions options)
    {
        var sorted = sample.Values.ToArray();
        Array.Sort(sorted);
        var quantile = measure.QuantileOf(sorted);
        var spread = (sorted[sorted.Length * 84 / 100] - sorted[sorted.Length * 16 / 100]) / 2;
        var margin = (float)(caution * Math.Max(
            measure.AbsoluteMargin,
            Math.Max(measure.RelativeMargin * Math.Abs(quantile), measure.SpreadMargin * spread)));
        var (above, below) = Count(sorted, quantile, quantile);
        var (up, down) = Count(sorted, quantile + margin, quantile - margin);
        return new Yardstick(
            sample.ToStretch(),
            quantile,
            quantile + margin,
            quantile - margin,
            Limit(above, sorted.Length, options),
            Limit(below, sorted.Length, options),
            (double)up / sorted.Length,
            (double)down / sorted.Length);
    }

    // The line was chosen from the same values: one hit more makes the bound hold for an order statistic as well.
    private static double Limit(long hits, long n, WatchOptions options) =>
        BinomialLaw.Upper(Math.Min(n, hits + 1), n, options.ReferenceError);

    private static (long Up, long Down) Count(ReadOnlySpan<float> values, float upLine, float downLine)
    {
        long up = 0, down = 0;
        foreach (var value in values)
        {
            up += value > upLine ? 1 : 0;
            down += value < downLine ? 1 : 0;
        }

        return (up, down);
    }
}
