using MathNet.Numerics;

namespace Governance.Detection.TwoSample;

/// <summary>Result of <see cref="MannWhitney.Compare"/>.</summary>
/// <param name="U1">Pairs with x &gt; y, and half the ties; in [0, n·m].</param>
/// <param name="PAsymptotic">Two-sided, tie-corrected variance, continuity correction ½; 1 when all values tie.</param>
/// <param name="PExact">
/// Two-sided; null with ties, when the smaller sample has more than <see cref="MannWhitney.LargestExact"/> values, or
/// when n·m is beyond <see cref="MannWhitney.LargestProduct"/>.
/// </param>
public sealed record MannWhitneyResult(double U1, double PAsymptotic, double? PExact)
{
    /// <summary>The better of both.</summary>
    public double PValue => PExact ?? PAsymptotic;
}

/// <summary>Mann–Whitney U (Wilcoxon rank sum), two-sided. O(n log n + m log m), the exact law O(n²·m²).</summary>
public static class MannWhitney
{
    /// <summary>With more in the smaller sample the normal approximation cannot be told from the exact law.</summary>
    public const int LargestExact = 25;

    /// <summary>The exact law takes n²m²/4 additions; this many pairs are half a second.</summary>
    public const long LargestProduct = 50_000;

    /// <summary>Compares two samples of finite values, each with at least one.</summary>
    public static MannWhitneyResult Compare(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var pooled = PooledSample.Of(x, y);
        double n = pooled.N, m = pooled.M, below = 0, u = 0, ties = 0;
        foreach (var step in pooled.Steps)
        {
            u += step.X * (below + (step.Y / 2.0));
            below += step.Y;
            var tied = (double)step.X + step.Y;
            ties += (tied * tied * tied) - tied;
        }

        var larger = Math.Max(u, (n * m) - u);
        var total = n + m;
        var variance = n * m / 12 * (total + 1 - (ties / (total * (total - 1))));
        var p = variance <= 0
            ? 1
            : Math.Min(1, SpecialFunctions.Erfc((larger - (n * m / 2) - 0.5) / Math.Sqrt(2 * variance)));
        var exact = ties == 0 && Math.Min(n, m) <= LargestExact && n * m <= LargestProduct;
        return new MannWhitneyResult(u, p, exact ? Exact(pooled.N, pooled.M, (int)((n * m) - larger)) : null);
    }

    /// <summary>
    /// 2 P(U ≤ u) by P(n,m,u) = n/(n+m) P(n−1,m,u−m) + m/(n+m) P(n,m−1,u): the largest of all values belongs to x with
    /// probability n/(n+m) and then beats all m.
    /// </summary>
    private static double Exact(int n, int m, int u)
    {
        var rows = new double[m + 1][];
        for (var j = 0; j <= m; j++)
            rows[j] = Certain(u);
        for (var i = 1; i <= n; i++)
        {
            rows[0] = Certain(u);
            for (var j = 1; j <= m; j++)
            {
                var law = new double[u + 1];
                for (var k = 0; k <= u; k++)
                    law[k] = ((k >= j ? i * rows[j][k - j] : 0) + (j * rows[j - 1][k])) / (i + j);
                rows[j] = law;
            }
        }

        return Math.Min(1, 2 * rows[m].Sum());
    }

    private static double[] Certain(int u)
    {
        var law = new double[u + 1];
        law[0] = 1;
        return law;
    }
}
