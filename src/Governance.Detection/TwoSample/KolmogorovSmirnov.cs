namespace Governance.Detection.TwoSample;

/// <summary>Result of <see cref="KolmogorovSmirnov.Compare"/>.</summary>
/// <param name="Statistic">D = sup |F_x − F_y|, in [0, 1].</param>
/// <param name="PExact">
/// The exact law for continuous data, conservative with ties; null when n·m is beyond
/// <see cref="KolmogorovSmirnov.LargestExact"/>.
/// </param>
/// <param name="PEffective">
/// The exact one-sample law at the effective size n·m/(n+m), rounded; null when that rounds to 0 or lies beyond
/// <see cref="KolmogorovSmirnov.LargestEffective"/>.
/// </param>
/// <param name="PLimit">Kolmogorov's limit law.</param>
public sealed record KolmogorovSmirnovResult(double Statistic, double? PExact, double? PEffective, double PLimit)
{
    /// <summary>The best p-value there is: exact, else by effective size, else the limit.</summary>
    public double PValue => PExact ?? PEffective ?? PLimit;
}

/// <summary>Two-sided two-sample Kolmogorov–Smirnov test. O(n log n + m log m), the exact law O(n·m).</summary>
public static class KolmogorovSmirnov
{
    /// <summary>
    /// The exact law visits n·m lattice points; beyond this many (some 20 ms) the limit is good enough.
    /// </summary>
    public const long LargestExact = 4_000_000;

    /// <summary>
    /// Beyond this effective size the finite law costs more than its difference from the limit is worth.
    /// </summary>
    public const int LargestEffective = 1_000;

    /// <summary>Compares two samples of finite values, each with at least one.</summary>
    public static KolmogorovSmirnovResult Compare(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var pooled = PooledSample.Of(x, y);
        long n = pooled.N, m = pooled.M, below = 0, other = 0, reach = 0;
        foreach (var step in pooled.Steps)
        {
            below += step.X;
            other += step.Y;
            reach = Math.Max(reach, Math.Abs((below * m) - (other * n)));
        }

        var statistic = (double)reach / (n * m);
        var effective = (double)n * m / (n + m);
        var rounded = (int)Math.Min(Math.Round(effective), int.MaxValue);
        return new KolmogorovSmirnovResult(
            statistic,
            n * m <= LargestExact ? KolmogorovLaws.LatticePaths(n, m, reach) : null,
            rounded is 0 or > LargestEffective ? null : KolmogorovLaws.OneSample(rounded, statistic),
            KolmogorovLaws.Limit(Math.Sqrt(effective) * statistic));
    }
}
