using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Governance.Detection;

/// <summary>Exact statements about a rate from n trials and k hits.</summary>
public static class BinomialLaw
{
    /// <summary>
    /// Upper end of the one-sided Clopper-Pearson interval: the true rate lies above it with a chance of at most
    /// <paramref name="error"/>. 1 when every trial was a hit.
    /// </summary>
    public static double Upper(long hits, long trials, double error)
    {
        Require(hits, trials);
        return hits >= trials ? 1 : Beta.InvCDF(hits + 1, trials - hits, 1 - error);
    }

    /// <summary>Lower end of the one-sided Clopper-Pearson interval. 0 when there was no hit.</summary>
    public static double Lower(long hits, long trials, double error)
    {
        Require(hits, trials);
        return hits <= 0 ? 0 : Beta.InvCDF(hits, trials - hits + 1, error);
    }

    /// <summary>P(at least <paramref name="hits"/> of <paramref name="trials"/>) at this rate.</summary>
    public static double AtLeast(long hits, long trials, double rate)
    {
        Require(hits, trials);
        if (hits == 0 || rate >= 1)
            return 1;
        return rate <= 0 ? 0 : SpecialFunctions.BetaRegularized(hits, trials - hits + 1, rate);
    }

    private static void Require(long hits, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, hits);
    }
}
