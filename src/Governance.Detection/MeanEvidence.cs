namespace Governance.Detection;

/// <summary>Values between 0 and 1 against "their mean is at most this limit".</summary>
/// <remarks>
/// Betting (Waudby-Smith and Ramdas, arXiv 2010.09686): ∏ (1 + λ (x − m)) with 0 ≤ λ &lt; 1/m has expectation at most 1
/// whenever the mean given the past is at most m, whatever the distribution; a mixture over λ needs no tuning.
/// </remarks>
public static class MeanEvidence
{
    /// <summary>Share of the largest stake that is still allowed: one zero never costs everything.</summary>
    private const double BoldestStake = 0.9;

    /// <summary>Stakes as λ: from a change of a tenth to one far beyond the spread.</summary>
    private static readonly double[] s_stakes = [0.25, 0.5, 1, 2, 4, 8];

    /// <summary>Evidence that the mean lies above the limit.</summary>
    /// <param name="values">In 0..1.</param>
    /// <param name="limit">Largest mean without a change, in (0, 1); at 1 nothing can speak against it.</param>
    /// <param name="rising">False to judge 1 − x instead, and so a fall.</param>
    public static StepEvidence Against(ReadOnlySpan<float> values, double limit, bool rising)
    {
        if (values.IsEmpty || limit >= 1)
            return StepEvidence.None;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var logE = new double[s_stakes.Length];
        var sum = 0.0;
        for (var i = 0; i < logE.Length; i++)
        {
            var stake = Math.Min(s_stakes[i], BoldestStake / limit);
            foreach (var value in values)
                logE[i] += Math.Log(1 + (stake * ((rising ? value : 1 - value) - limit)));
        }

        foreach (var value in values)
            sum += rising ? value : 1 - value;
        return new StepEvidence(logE, PValue(sum / values.Length, values.Length, limit));
    }

    /// <summary>
    /// Hoeffding's bound in its sharp form, exp(−n KL(mean, limit)): holds for every distribution on 0..1.
    /// </summary>
    private static double PValue(double mean, int n, double limit)
    {
        if (mean <= limit)
            return 1;
        var divergence = mean >= 1
            ? -Math.Log(limit)
            : (mean * Math.Log(mean / limit)) + ((1 - mean) * Math.Log((1 - mean) / (1 - limit)));
        return Math.Exp(-n * divergence);
    }
}
