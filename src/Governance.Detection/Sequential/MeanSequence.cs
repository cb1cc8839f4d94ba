namespace Governance.Detection.Sequential;

/// <summary>
/// Normal-mixture confidence sequence for a mean (Robbins 1970; Howard et al., Annals of Statistics 49, 2021): after n
/// observations with variance σ² the radius is √(2 (V ρ² + 1) / (n² ρ²) · ln(√(V ρ² + 1) / α)), V = n σ².
/// </summary>
/// <remarks>Guaranteed for sub-Gaussian observations of known σ; with an estimated σ it holds asymptotically.</remarks>
public static class MeanSequence
{
    /// <summary>
    /// Half the width of the interval around the running mean; infinite before the first observation.
    /// </summary>
    /// <param name="n">Observations so far.</param>
    /// <param name="deviation">σ &gt; 0, in the unit of the observations.</param>
    /// <param name="error">α in (0, 1): the chance that the sequence ever misses the mean.</param>
    /// <param name="tightAt">The number of observations at which the sequence is about as tight as it can be.</param>
    public static double Radius(long n, double deviation, double error, double tightAt = 1_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviation);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(error);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(error, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(tightAt, 1);
        if (n <= 0)
            return double.PositiveInfinity;

        // ρ² of equation (24) of arXiv 1905.04762: the mixture is narrowest, for its level, at V = tightAt · σ².
        var rho = ((-2 * Math.Log(error)) + Math.Log((-2 * Math.Log(error)) + 1)) / (tightAt * deviation * deviation);
        var grown = (n * deviation * deviation * rho) + 1;
        return Math.Sqrt(2 * grown / ((double)n * n * rho) * Math.Log(Math.Sqrt(grown) / error));
    }
}
