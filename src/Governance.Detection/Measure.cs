namespace Governance.Detection;

/// <summary>What of a stream is compared.</summary>
public enum MeasureKind
{
    /// <summary>Values are 0 or 1: the share of ones.</summary>
    Rate,

    /// <summary>One quantile of any quantity.</summary>
    Quantile,

    /// <summary>The mean of values between 0 and 1.</summary>
    Mean,

    /// <summary>The whole distribution: how far it lies from the reference's.</summary>
    Shape,
}

/// <summary>
/// How a stream of values is read: as a rate of hits, by one of its quantiles, by its mean, or as a distribution.
/// </summary>
/// <param name="Kind">What is compared.</param>
/// <param name="Level">Of a quantile: 0.5 the median, 0.95 the 95th percentile.</param>
/// <param name="Sides">Which directions count.</param>
/// <param name="RelativeMargin">A quantile must move by this share of itself …</param>
/// <param name="SpreadMargin">
/// … and by this share of half the distance between the 16th and the 84th percentile …
/// </param>
/// <param name="AbsoluteMargin">
/// … and by this much in its own unit; of a mean or a distance of distributions, by this much alone.
/// </param>
/// <remarks>
/// A quantile becomes a rate: of the values beyond "reference quantile and margin". The hypothesis "no more of them
/// than lay beyond the reference quantile itself" says exactly "the quantile has not moved by more than the margin",
/// needs no shape of distribution, and cannot be upset by one extreme value. A mean is judged by bets on it, a
/// distribution by its distance.
/// </remarks>
public sealed record Measure(
    MeasureKind Kind,
    double Level,
    Sides Sides,
    double RelativeMargin,
    double SpreadMargin,
    double AbsoluteMargin)
{
    /// <summary>Whether values are 0 or 1.</summary>
    public bool IsRate => Kind is MeasureKind.Rate;

    /// <summary>Share of ones among zeros and ones.</summary>
    public static Measure Rate(Sides sides) => new(MeasureKind.Rate, 0, sides, 0, 0, 0);

    /// <summary>A quantile of a positive quantity, such as milliseconds or tokens.</summary>
    public static Measure Quantile(double level, double relativeMargin, double absoluteMargin, Sides sides) =>
        new(MeasureKind.Quantile, level, sides, relativeMargin, 0, absoluteMargin);

    /// <summary>The median of a score on whatever scale: it must move by half its own spread.</summary>
    public static Measure Score(double absoluteMargin) =>
        new(MeasureKind.Quantile, 0.5, Sides.Both, 0, 0.5, absoluteMargin);

    /// <summary>The mean of values between 0 and 1, also where they are only 0 and 1.</summary>
    public static Measure Mean(double absoluteMargin, Sides sides) =>
        new(MeasureKind.Mean, 0, sides, 0, 0, absoluteMargin);

    /// <summary>The distribution of values, or of categories told as numbers in any fixed order.</summary>
    /// <param name="margin">Distance of Kolmogorov and Smirnov that does not matter.</param>
    public static Measure Shape(double margin) => new(MeasureKind.Shape, 0.5, Sides.Up, 0, 0, margin);

    /// <summary>Observations that a step must have at least: a distribution has no shape before.</summary>
    public int LeastStep => Kind is MeasureKind.Shape ? 256 : 1;

    /// <summary>The value of sorted observations: their quantile as an order statistic, never interpolated.</summary>
    internal float QuantileOf(ReadOnlySpan<float> sorted) =>
        sorted[Math.Clamp((int)Math.Ceiling(Level * sorted.Length) - 1, 0, sorted.Length - 1)];
}
