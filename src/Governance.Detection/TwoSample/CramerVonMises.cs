namespace Governance.Detection.TwoSample;

/// <summary>
/// Two-sample Cramér–von Mises statistic T = n·m/(n+m)² Σ (F_x − F_y)², over all n + m values: sensitive to a shift
/// spread over the whole distribution, where Kolmogorov–Smirnov looks at the widest gap only.
/// </summary>
public static class CramerVonMises
{
    /// <summary>T ≥ 0; a tied value counts as often as it occurs. O(n log n + m log m).</summary>
    public static double Statistic(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var pooled = PooledSample.Of(x, y);
        double n = pooled.N, m = pooled.M, below = 0, other = 0, sum = 0;
        foreach (var step in pooled.Steps)
        {
            below += step.X;
            other += step.Y;
            var gap = (below / n) - (other / m);
            sum += (step.X + step.Y) * gap * gap;
        }

        return n * m / ((n + m) * (n + m)) * sum;
    }

    /// <summary>
    /// Permutation p-value (1 + #{T* ≥ T}) / (1 + permutations): valid at every sample size when both samples are
    /// exchangeable. O(permutations · (n + m) log(n + m)).
    /// </summary>
    /// <param name="x">The first sample.</param>
    /// <param name="y">The second sample.</param>
    /// <param name="permutations">≥ 1; the smallest p that can come out is 1 / (1 + permutations).</param>
    /// <param name="dice">Where the permutations come from.</param>
    public static double PValue(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int permutations, Random dice)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(permutations);
        ArgumentNullException.ThrowIfNull(dice);
        var observed = Statistic(x, y);
        double[] all = [.. x, .. y];
        var beyond = 0;
        for (var i = 0; i < permutations; i++)
        {
            dice.Shuffle(all);
            beyond += Statistic(all.AsSpan(0, x.Length), all.AsSpan(x.Length)) >= observed - 1e-12 ? 1 : 0;
        }

        return (1.0 + beyond) / (1 + permutations);
    }
}
