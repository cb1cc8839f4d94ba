using MathNet.Numerics;

namespace Governance.Detection;

/// <summary>
/// Hits of a candidate arm beside a concurrent stable arm, against "the odds ratio is at most this limit".
/// </summary>
/// <remarks>
/// Given how many hits both arms had together, the candidate's share follows Fisher's non-central hypergeometric law,
/// which knows only the odds ratio: what moves both arms alike (users, load, a day's rhythm) cancels out exactly.
/// </remarks>
public static class ArmEvidence
{
    /// <summary>
    /// The law is summed term by term; larger arms are scaled down to this many, rounded against a finding.
    /// </summary>
    public const int MaximumArm = 20_000;

    /// <summary>One step's evidence; e-values and p-value are exact at any sample size.</summary>
    /// <param name="candidate">Observations and hits of the candidate.</param>
    /// <param name="stable">Observations and hits of the stable arm.</param>
    /// <param name="limit">The largest odds ratio that is no finding, ≥ 1.</param>
    public static StepEvidence Against((long N, long Hits) candidate, (long N, long Hits) stable, double limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (candidate.N > MaximumArm)
        {
            var scale = (double)MaximumArm / candidate.N;
            candidate = (MaximumArm, (long)(candidate.Hits * scale));
            var rounded = (long)Math.Ceiling(stable.Hits * scale);
            stable = (Math.Max(rounded, (long)(stable.N * scale)), rounded);
        }

        var total = candidate.Hits + stable.Hits;
        var least = Math.Max(0, total - stable.N);
        var most = Math.Min(candidate.N, total);
        if (least == most)
            return StepEvidence.None;
        var weights = Weights(candidate.N, stable.N, total, least, most);
        var atLimit = LogSum(weights, least, Math.Log(limit), least);
        var logE = new double[Odds.Alternatives.Length];
        for (var i = 0; i < logE.Length; i++)
        {
            var log = Math.Log(limit * Odds.Alternatives[i]);
            logE[i] = (candidate.Hits * Math.Log(Odds.Alternatives[i])) + atLimit - LogSum(weights, least, log, least);
        }

        var tail = LogSum(weights, least, Math.Log(limit), candidate.Hits);
        return new StepEvidence(logE, Math.Min(1, Math.Exp(tail - atLimit)));
    }

    private static double[] Weights(long candidate, long stable, long total, long least, long most)
    {
        var weights = new double[most - least + 1];
        for (var j = least; j <= most; j++)
            weights[j - least] = LogChoose(candidate, j) + LogChoose(stable, total - j);
        return weights;
    }

    private static double LogChoose(long n, long k) =>
        SpecialFunctions.GammaLn(n + 1) - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(n - k + 1);

    private static double LogSum(double[] weights, long least, double logOdds, long from)
    {
        var peak = double.NegativeInfinity;
        for (var j = from; j < least + weights.Length; j++)
            peak = Math.Max(peak, weights[j - least] + (j * logOdds));
        var sum = 0.0;
        for (var j = from; j < least + weights.Length; j++)
            sum += Math.Exp(weights[j - least] + (j * logOdds) - peak);
        return peak + Math.Log(sum);
    }
}
