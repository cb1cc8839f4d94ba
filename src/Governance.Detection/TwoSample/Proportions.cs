using MathNet.Numerics;

namespace Governance.Detection.TwoSample;

/// <summary>Result of <see cref="Proportions.Compare"/>.</summary>
/// <param name="Z">(k1/n1 − k2/n2) / √(p(1−p)(1/n1 + 1/n2)), p pooled.</param>
/// <param name="PTwoSided">P(|Z| ≥ |z|).</param>
/// <param name="PGreater">P(Z ≥ z): small when the first rate is larger.</param>
public sealed record ProportionsResult(double Z, double PTwoSided, double PGreater);

/// <summary>Pooled z-test of two proportions; on small tables ask <see cref="FisherExact"/>. O(1).</summary>
public static class Proportions
{
    /// <summary>Null where it says nothing: no hit at all, or nothing but hits.</summary>
    public static ProportionsResult? Compare((long Hits, long Trials) first, (long Hits, long Trials) second)
    {
        var (n, m) = ((double)first.Trials, (double)second.Trials);
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 1);
        var pooled = (first.Hits + second.Hits) / (n + m);
        if (pooled is <= 0 or >= 1)
            return null;
        var z = ((first.Hits / n) - (second.Hits / m)) / Math.Sqrt(pooled * (1 - pooled) * ((1 / n) + (1 / m)));
        return new ProportionsResult(
            z, SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2)), SpecialFunctions.Erfc(z / Math.Sqrt(2)) / 2);
    }
}
