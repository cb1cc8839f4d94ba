namespace Governance.Detection.TwoSample;

/// <summary>Distances between the empirical distribution functions of two samples. O(n log n + m log m).</summary>
public static class SampleDistance
{
    /// <summary>∫ |F_x − F_y|: how far mass has to be moved, in the unit of the values.</summary>
    public static double Wasserstein(ReadOnlySpan<double> x, ReadOnlySpan<double> y) =>
        Integral(PooledSample.Of(x, y), Math.Abs);

    /// <summary>
    /// What <see cref="Wasserstein"/> is on average when both samples come from the pooled one: ∫ √(2/π) σ, where
    /// σ² = F (1 − F) (1/n + 1/m) is the variance of F_x − F_y at each place, which is close to normal.
    /// </summary>
    public static double WassersteinByChance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var pooled = PooledSample.Of(x, y);
        var (all, sum, before, below) = ((double)pooled.N + pooled.M, 0.0, 0.0, 0L);
        foreach (var step in pooled.Steps)
        {
            var level = below / all;
            sum += Math.Sqrt(level * (1 - level)) * (step.Value - before);
            below += step.X + step.Y;
            before = step.Value;
        }

        return Math.Sqrt(2 / Math.PI * ((1.0 / pooled.N) + (1.0 / pooled.M))) * sum;
    }

    /// <summary>√(2 ∫ (F_x − F_y)²): the energy distance (Székely, Rizzo).</summary>
    public static double Energy(ReadOnlySpan<double> x, ReadOnlySpan<double> y) =>
        Math.Sqrt(2 * Integral(PooledSample.Of(x, y), gap => gap * gap));

    private static double Integral(PooledSample pooled, Func<double, double> of)
    {
        double sum = 0, before = 0;
        int below = 0, other = 0;
        foreach (var step in pooled.Steps)
        {
            if (below + other > 0)
                sum += of(((double)below / pooled.N) - ((double)other / pooled.M)) * (step.Value - before);
            below += step.X;
            other += step.Y;
            before = step.Value;
        }

        return sum;
    }
}
