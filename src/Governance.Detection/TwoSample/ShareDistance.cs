namespace Governance.Detection.TwoSample;

/// <summary>
/// Distances between two tables of counts over the same categories, each taken as shares. O(categories).
/// </summary>
public static class ShareDistance
{
    /// <summary>
    /// √JS: square root of the Jensen–Shannon divergence, a metric. In [0, 1] to base 2, in [0, √ln 2] to base e.
    /// </summary>
    /// <param name="reference">Counts of the reference.</param>
    /// <param name="current">Counts of the current sample.</param>
    /// <param name="logarithmBase">2 unless told otherwise; e for natural units.</param>
    public static double JensenShannon(
        ReadOnlySpan<long> reference, ReadOnlySpan<long> current, double logarithmBase = 2)
    {
        var (p, q) = Of(reference, current);
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            var middle = (p[i] + q[i]) / 2;
            sum += Term(p[i], middle) + Term(q[i], middle);
        }

        return Math.Sqrt(Math.Max(0, sum / 2) / Math.Log(logarithmBase));
    }

    /// <summary>½ Σ |p − q|, in [0, 1]: the largest difference of any event's probability.</summary>
    public static double TotalVariation(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        var (p, q) = Of(reference, current);
        return p.Zip(q, (a, b) => Math.Abs(a - b)).Sum() / 2;
    }

    /// <summary>√(½ Σ (√p − √q)²), in [0, 1].</summary>
    public static double Hellinger(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        var (p, q) = Of(reference, current);
        return Math.Sqrt(p.Zip(q, (a, b) => Math.Pow(Math.Sqrt(a) - Math.Sqrt(b), 2)).Sum() / 2);
    }

    private static (double[] P, double[] Q) Of(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        var (p, q) = (Shares.Of(reference), Shares.Of(current));
        Shares.RequireSameLength(p, q);
        return (p, q);
    }

    private static double Term(double share, double middle) => share == 0 ? 0 : share * Math.Log(share / middle);
}
