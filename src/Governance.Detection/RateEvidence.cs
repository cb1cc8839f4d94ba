namespace Governance.Detection;

/// <summary>Evidence of one step against a hypothesis: log e-values, one per alternative, and a p-value.</summary>
/// <remarks>
/// An e-value has expectation at most 1 under the hypothesis, whatever came before; so products, averages and the
/// e-detectors built from them stay valid however often one looks (Ramdas, Grünwald, Vovk, Shafer, arXiv 2210.01948).
/// </remarks>
public readonly record struct StepEvidence(double[] LogE, double PValue)
{
    /// <summary>A step that says nothing.</summary>
    public static StepEvidence None { get; } = new(new double[Odds.Alternatives.Length], 1);
}

/// <summary>The alternatives that detectors bet on, as odds ratios over the hypothesis' limit.</summary>
public static class Odds
{
    private static readonly double[] s_alternatives = [1.25, 1.6, 2.2, 3.5, 7, 20];

    /// <summary>From a slight change to an outbreak; half a logarithmic step away costs little evidence.</summary>
    public static ReadOnlySpan<double> Alternatives => s_alternatives;
}

/// <summary>Hits among trials against "the rate is at most this limit".</summary>
public static class RateEvidence
{
    /// <summary>
    /// Likelihood ratio of each alternative against the limit: an e-value for every rate up to the limit, because the
    /// ratio grows with the number of hits. The p-value is the exact binomial tail at the limit.
    /// </summary>
    /// <param name="trials">n ≥ 0.</param>
    /// <param name="hits">0 … n.</param>
    /// <param name="limit">In (0, 1); at 1 nothing can speak against the hypothesis.</param>
    public static StepEvidence Against(long trials, long hits, double limit)
    {
        if (trials == 0 || limit >= 1)
            return StepEvidence.None;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var odds = limit / (1 - limit);
        var logE = new double[Odds.Alternatives.Length];
        for (var i = 0; i < logE.Length; i++)
        {
            var alternative = odds * Odds.Alternatives[i] / (1 + (odds * Odds.Alternatives[i]));
            logE[i] = (hits * Math.Log(alternative / limit))
                + ((trials - hits) * Math.Log((1 - alternative) / (1 - limit)));
        }

        // Up to the expected number of hits the tail is large and says nothing.
        return new StepEvidence(logE, hits <= trials * limit ? 1 : BinomialLaw.AtLeast(hits, trials, limit));
    }
}
