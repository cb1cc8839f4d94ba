namespace Governance.Detection;

/// <summary>How a stream of values is read: as a rate of hits, or by one of its quantiles.</summary>
/// <param name="IsRate">Values are 0 or 1.</param>
/// <param name="Level">Of a quantile: 0.5 the median, 0.95 the 95th percentile.</param>
/// <param name="Sides">Which directions count.</param>
/// <param name="RelativeMargin">A quantile must move by this share of itself …</param>
/// <param name="SpreadMargin">
/// … and by this share of half the distance between the 16th and the 84th percentile …
/// </param>
/// <param name="AbsoluteMargin">… and by this much in its own unit.</param>
/// <remarks>
/// A quantile becomes a rate: of the values beyond "reference quantile and margin". The hypothesis "no more of them
/// than lay beyond the reference quantile itself" says exactly "the quantile has not moved by more than the margin",
/// needs no shape of distribution, and cannot be upset by one extreme value.
/// </remarks>
public sealed record Measure(
    bool IsRate,
    double Level,
    Sides Sides,
    double RelativeMargin,
    double SpreadMargin,
    double AbsoluteMargin)
{
    /// <summary>Share of ones among zeros and ones.</summary>
    public static Measure Rate(Sides sides) => new(true, 0, sides, 0, 0, 0);

    /// <summary>A quantile of a positive quantity, such as milliseconds or tokens.</summary>
    public static Measure Quantile(double level, double relativeMargin, double absoluteMargin, Sides sides) =>
        new(false, level, sides, relativeMargin, 0, absoluteMargin);

    /// <summary>The median of a score on whatever scale: it must move by half its own spread.</summary>
    public static Measure Score(double absoluteMargin) => new(false, 0.5, Sides.Both, 0, 0.5, absoluteMargin);

    /// <summary>The value of sorted observations: their quantile as an order statistic, never interpolated.</summary>
    internal float QuantileOf(ReadOnlySpan<float> sorted) =>
        sorted[Math.Clamp((int)Math.Ceiling(Level * sorted.Length) - 1, 0, sorted.Length - 1)];
}
