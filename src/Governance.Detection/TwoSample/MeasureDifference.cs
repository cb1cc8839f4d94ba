using MathNet.Numerics;

namespace Governance.Detection.TwoSample;

/// <summary>How one measure differs between two samples, right minus left.</summary>
/// <param name="Left">What is compared with.</param>
/// <param name="Right">What is compared.</param>
/// <param name="Value">The difference of their values.</param>
/// <param name="Low">Lower end of its 95 % interval; null where a side has none.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
/// <param name="PValue">
/// Two-sided, of "no difference": of a rate by Fisher's test or the pooled z-test, of a quantile by the same of the
/// shares beyond the pooled quantile, of a mean by Welch's test. Null where no test says anything: a side has fewer
/// than <see cref="MeasureDifference.LeastTested"/>, or all values are equal.
/// </param>
public sealed record SideDifference(
    Stretch Left, Stretch Right, double Value, double? Low, double? High, double? PValue);

/// <summary>A difference within strata, so that it cannot come from another mix of them.</summary>
/// <param name="Strata">Strata that hold enough on both sides.</param>
/// <param name="Share">Share of all observations that lie in them, 0..1.</param>
/// <param name="Value">Mean of their differences, each weighted by n·m / (n + m) (Mantel and Haenszel).</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
/// <param name="PValue">Two-sided, by the normal law, from the interval's end that is nearer to 0.</param>
public sealed record MatchedDifference(
    int Strata, double Share, double Value, double Low, double High, double PValue);

/// <summary>
/// Differences of rates, quantiles and means with intervals by the method of variance estimates recovery (Zou and
/// Donner 2008), which needs nothing but each side's own interval. Observations are taken as independent.
/// </summary>
public static class MeasureDifference
{
    /// <summary>With fewer observations on a side nothing is tested.</summary>
    public const int LeastTested = 20;

    /// <summary>A stratum needs as many on each side to count.</summary>
    public const int LeastOfStratum = 10;

    /// <summary>Where fewer are expected in a cell of the table, the exact test is taken.</summary>
    private const double LeastExpected = 10;

    private const double IntervalDeviations = 1.96;

    /// <summary>Compares two samples of one measure, each with at least one value. O(n log n) of kept values.</summary>
    public static SideDifference Compare(Measure measure, Sample left, Sample right)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var (from, to) = (left.ToStretch(), right.ToStretch());
        var difference = to.Value - from.Value;
        var interval = Stretch.IntervalOf(difference, from, to);
        var p = Math.Min(left.N, right.N) < LeastTested ? null : PValueOf(measure, left, right);
        return new SideDifference(from, to, difference, interval?.Low, interval?.High, p);
    }

    /// <summary>
    /// Compares within strata; null where fewer than two hold <see cref="LeastOfStratum"/> on both sides.
    /// </summary>
    /// <param name="measure">What is compared.</param>
    /// <param name="strata">Each stratum's two sides; either may be empty.</param>
    public static MatchedDifference? Matched(Measure measure, IReadOnlyCollection<(Sample Left, Sample Right)> strata)
    {
        ArgumentNullException.ThrowIfNull(strata);
        var full = strata
            .Where(one => one.Left.N >= LeastOfStratum && one.Right.N >= LeastOfStratum)
            .Select(one => (
                Weight: (double)one.Left.N * one.Right.N / (one.Left.N + one.Right.N),
                N: one.Left.N + one.Right.N,
                Of: Compare(measure, one.Left, one.Right)))
            .Where(one => one.Of is { Low: not null, High: not null })
            .ToList();
        if (full.Count < 2)
            return null;
        var all = full.Sum(one => one.Weight);
        double value = 0, below = 0, above = 0;
        foreach (var (weight, _, of) in full)
        {
            var share = weight / all;
            value += share * of.Value;
            below += Square(share * (of.Value - of.Low!.Value));
            above += Square(share * (of.High!.Value - of.Value));
        }

        var (low, high) = (value - Math.Sqrt(below), value + Math.Sqrt(above));
        var half = value >= 0 ? value - low : high - value;
        var p = half > 0
            ? SpecialFunctions.Erfc(Math.Abs(value) / half * IntervalDeviations / Math.Sqrt(2))
            : value == 0 ? 1 : 0;
        var total = strata.Sum(one => one.Left.N + one.Right.N);
        return new MatchedDifference(full.Count, (double)full.Sum(one => one.N) / total, value, low, high, p);
    }

    private static double? PValueOf(Measure measure, Sample left, Sample right) => measure.Kind switch
    {
        MeasureKind.Rate => OfTable((left.Hits, left.N), (right.Hits, right.N)),
        MeasureKind.Mean => Welch.Compare(
            (left.Sum / left.N, left.Deviation, left.N), (right.Sum / right.N, right.Deviation, right.N))?.PValue,
        _ => OfQuantile(measure, left, right),
    };

    private static double? OfQuantile(Measure measure, Sample left, Sample right)
    {
        float[] pooled = [.. left.Values, .. right.Values];
        Array.Sort(pooled);
        var line = measure.QuantileOf(pooled);
        return OfTable(Beyond(left, line), Beyond(right, line));
    }

    private static (long Hits, long N) Beyond(Sample sample, float line)
    {
        var hits = 0;
        foreach (var value in sample.Values)
            hits += value > line ? 1 : 0;
        return (hits, sample.Values.Length);
    }

    private static double? OfTable((long Hits, long N) left, (long Hits, long N) right)
    {
        var (n, hits) = (left.N + right.N, left.Hits + right.Hits);
        if (hits == 0 || hits == n)
            return null;
        var least = (double)Math.Min(left.N, right.N) * Math.Min(hits, n - hits) / n;
        return least < LeastExpected
            ? FisherExact.TwoSided((left.Hits, left.N - left.Hits), (right.Hits, right.N - right.Hits))
            : Proportions.Compare(left, right)?.PTwoSided;
    }

    private static double Square(double value) => value * value;
}
