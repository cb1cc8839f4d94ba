namespace Governance.Detection.RootCause;

/// <summary>The points that share one value of a dimension.</summary>
internal sealed record Slice(string Name, IReadOnlyList<RootCausePoint> Points)
{
    internal double Value { get; } = Points.Sum(point => point.Value);

    internal double Expected { get; } = Points.Sum(point => point.Expected);

    internal double Change => Value - Expected;

    /// <summary>
    /// β · its part of the Jensen–Shannon divergence between the shares + (1 − β) · its part of the change.
    /// </summary>
    internal double Score(IReadOnlyList<Slice> siblings, double beta)
    {
        var all = siblings.Sum(slice => slice.Surprise(siblings));
        var change = siblings.Sum(slice => slice.Change);
        var surprise = all > 0 ? Surprise(siblings) / all : 0;
        return (beta * surprise) + ((1 - beta) * (change == 0 ? 0 : Math.Clamp(Change / change, 0, 1)));
    }

    private double Surprise(IReadOnlyList<Slice> siblings)
    {
        var p = Share(Expected, siblings.Sum(slice => slice.Expected));
        var q = Share(Value, siblings.Sum(slice => slice.Value));
        return (Term(p, (p + q) / 2) + Term(q, (p + q) / 2)) / 2;
    }

    private static double Share(double part, double whole) => whole > 0 ? Math.Clamp(part / whole, 0, 1) : 0;

    private static double Term(double share, double middle) => share > 0 ? share * Math.Log(share / middle) : 0;
}

/// <summary>How dimensions part points.</summary>
internal static class Slicing
{
    internal static IReadOnlyList<Slice> By(IReadOnlyList<RootCausePoint> points, string dimension) =>
    [
        .. points.GroupBy(point => point.Dimensions[dimension], StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new Slice(group.Key, [.. group])),
    ];

    /// <summary>
    /// The unused dimension with the largest gain ratio about what is odd; null when none tells anything.
    /// </summary>
    internal static string? Best(IReadOnlyList<RootCausePoint> points, ICollection<string> used) =>
        points.Count == 0
            ? null
            : points[0].Dimensions.Keys.Where(dimension => !used.Contains(dimension))
                .Order(StringComparer.Ordinal)
                .Select(dimension => (dimension, gain: GainRatio(points, dimension)))
                .Where(candidate => candidate.gain > 1e-12)
                .OrderByDescending(candidate => candidate.gain)
                .Select(candidate => candidate.dimension)
                .FirstOrDefault();

    private static double GainRatio(IReadOnlyList<RootCausePoint> points, string dimension)
    {
        var (within, split) = (0.0, 0.0);
        foreach (var slice in By(points, dimension))
        {
            var share = (double)slice.Points.Count / points.Count;
            within += share * Entropy(slice.Points);
            split -= share * Math.Log(share);
        }

        return split > 0 ? (Entropy(points) - within) / split : 0;
    }

    private static double Entropy(IReadOnlyList<RootCausePoint> points)
    {
        var odd = (double)points.Count(point => point.IsAnomaly) / points.Count;
        return odd is 0 or 1 ? 0 : -(odd * Math.Log(odd)) - ((1 - odd) * Math.Log(1 - odd));
    }
}
