namespace Governance.Server.Intake.Otlp.Metrics;

/// <summary>Turns both forms of histograms into filled buckets by upper bound.</summary>
internal static class Buckets
{
    /// <summary>What the data model allows: from powers of 2^1024 to 1,048,576 buckets for a power of two.</summary>
    private const int LeastScale = -10, GreatestScale = 20;

    /// <summary>Explicit bounds: one bucket more than bounds, or none of either.</summary>
    public static void AddExplicit(MetricPoint point, IReadOnlyList<double> bounds, IReadOnlyList<ulong> counts)
    {
        if (counts.Count == 0)
            return;
        if (counts.Count != bounds.Count + 1)
        {
            point.Fault ??= "a histogram has not one bucket more than bounds";
            return;
        }
        for (var index = 0; index < counts.Count; index++)
            point.AddBucket(index < bounds.Count ? bounds[index] : double.PositiveInfinity, counts[index]);
    }

    /// <summary>
    /// Exponential ones: with base b = 2^(2^-scale), bucket i ends at b^(offset + i + 1)
    /// (OpenTelemetry metrics data model, ExponentialHistogram).
    /// </summary>
    public static void AddExponential(MetricPoint point, int scale, int offset, IReadOnlyList<ulong> counts)
    {
        if (scale is < LeastScale or > GreatestScale)
        {
            point.Fault ??= "a histogram's scale is out of range";
            return;
        }
        for (var index = 0; index < counts.Count; index++)
            point.AddBucket(Math.Pow(2, Math.ScaleB((double)offset + index + 1, -scale)), counts[index]);
    }
}
