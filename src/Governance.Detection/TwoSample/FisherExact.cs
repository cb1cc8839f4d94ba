using MathNet.Numerics;

namespace Governance.Detection.TwoSample;

/// <summary>Fisher's exact test of a 2 × 2 table. O(smaller margin).</summary>
public static class FisherExact
{
    // Tables as likely as the observed one differ from it by rounding only; they belong to its tail.
    private const double Rounding = 1e-7;

    /// <summary>Two-sided: the probability of all tables, with these margins, not more likely than this one.</summary>
    /// <param name="first">Hits and misses of the first sample.</param>
    /// <param name="second">Hits and misses of the second sample.</param>
    public static double TwoSided((long Hits, long Misses) first, (long Hits, long Misses) second)
    {
        var (n, m) = (first.Hits + first.Misses, second.Hits + second.Misses);
        var hits = first.Hits + second.Hits;
        var (least, most) = (Math.Max(0, hits - m), Math.Min(n, hits));
        if (least == most)
            return 1;
        var all = LogChoose(n + m, hits);
        var observed = LogChoose(n, first.Hits) + LogChoose(m, second.Hits);
        var p = 0.0;
        for (var k = least; k <= most; k++)
        {
            var log = LogChoose(n, k) + LogChoose(m, hits - k);
            p += log <= observed + Rounding ? Math.Exp(log - all) : 0;
        }

        return Math.Min(1, p);
    }

    private static double LogChoose(long n, long k) =>
        SpecialFunctions.GammaLn(n + 1) - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(n - k + 1);
}
