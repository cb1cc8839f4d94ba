namespace Governance.Detection.TwoSample;

/// <summary>
/// Maximum mean discrepancy with k(a,b) = exp(−|a−b|² / (2σ²)) (Gretton et al., JMLR 13, 2012): zero for equal
/// distributions only, in any number of dimensions. O((n + m)² · dimensions).
/// </summary>
public static class KernelDiscrepancy
{
    /// <summary>The cost is quadratic: both samples together have at most this many points.</summary>
    public const int LargestSample = 4_096;

    /// <summary>
    /// Unbiased estimate of MMD², diagonal terms left out; may be negative. Null with fewer than two points in a sample
    /// or without a kernel width.
    /// </summary>
    /// <param name="x">Points of the first sample, all of the same dimension.</param>
    /// <param name="y">Points of the second sample.</param>
    /// <param name="sigma">Kernel width, in the unit of the points.</param>
    public static double? Squared(IReadOnlyList<double[]> x, IReadOnlyList<double[]> y, double? sigma)
    {
        Require(x, y);
        if (x.Count < 2 || y.Count < 2 || sigma is not > 0)
            return null;
        var scale = -0.5 / (sigma.Value * sigma.Value);
        return Within(x, scale) + Within(y, scale) - (2 * Between(x, y, scale));
    }

    /// <summary>The median of all distances among the pooled points; null when it is 0.</summary>
    public static double? MedianWidth(IReadOnlyList<double[]> x, IReadOnlyList<double[]> y)
    {
        Require(x, y);
        double[][] all = [.. x, .. y];
        var distances = new List<double>(all.Length * (all.Length - 1) / 2);
        for (var i = 0; i < all.Length; i++)
        {
            for (var j = i + 1; j < all.Length; j++)
                distances.Add(Math.Sqrt(Square(all[i], all[j])));
        }

        distances.Sort();
        var half = distances.Count / 2;
        var median = distances.Count % 2 == 1 ? distances[half] : (distances[half - 1] + distances[half]) / 2;
        return median > 0 ? median : null;
    }

    private static double Within(IReadOnlyList<double[]> points, double scale)
    {
        var sum = 0.0;
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = i + 1; j < points.Count; j++)
                sum += Math.Exp(scale * Square(points[i], points[j]));
        }

        return 2 * sum / points.Count / (points.Count - 1);
    }

    private static double Between(IReadOnlyList<double[]> x, IReadOnlyList<double[]> y, double scale)
    {
        var sum = 0.0;
        foreach (var a in x)
        {
            foreach (var b in y)
                sum += Math.Exp(scale * Square(a, b));
        }

        return sum / x.Count / y.Count;
    }

    private static double Square(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    private static void Require(IReadOnlyList<double[]> x, IReadOnlyList<double[]> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentOutOfRangeException.ThrowIfZero(x.Count);
        ArgumentOutOfRangeException.ThrowIfZero(y.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(x.Count + y.Count, LargestSample);
    }
}
