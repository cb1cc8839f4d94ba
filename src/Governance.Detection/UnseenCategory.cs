using MathNet.Numerics;

namespace Governance.Detection;

/// <summary>
/// Judges whether a category (a tool) that did not occur in a warm reference now occurs too often for chance.
/// </summary>
/// <remarks>
/// Let the reference be the first n calls and let the k-th use come as call n + m. Given that, the k - 1 earlier uses
/// are a random subset of the n + m - 1 calls before, if calls are exchangeable; that none of them fell into the
/// reference has probability C(m-1, k-1) / C(n+m-1, k-1). Alarming when this is at most α_k therefore errs with
/// probability at most α_k, and Σ α_k over all k and all reference sizes is at most <c>error</c>.
/// </remarks>
public static class UnseenCategory
{
    /// <summary>A single stray call is no finding, whatever its probability.</summary>
    public const int MinimumUses = 3;

    /// <summary>Size of the smallest reference; each next one is twice as large.</summary>
    public const int SmallestReference = 100;

    /// <summary>Size of the reference with this number, 0, 1, 2, …</summary>
    public static long ReferenceSize(int number) => (long)SmallestReference << number;

    /// <summary>The p-value of the k-th use at call n + m, when no use fell into the first n calls.</summary>
    /// <param name="reference">n: calls in the reference.</param>
    /// <param name="since">m: calls after it, the k-th use included.</param>
    /// <param name="uses">k ≥ 1.</param>
    public static double PValue(long reference, long since, long uses)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(uses);
        ArgumentOutOfRangeException.ThrowIfLessThan(since, uses);
        return Math.Exp(LogChoose(since - 1, uses - 1) - LogChoose(reference + since - 1, uses - 1));
    }

    /// <summary>The p-value at which a k-th use alarms, for the reference with this number.</summary>
    public static double Level(int referenceNumber, long uses, double error)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(referenceNumber);
        ArgumentOutOfRangeException.ThrowIfLessThan(uses, MinimumUses);
        return error / ((referenceNumber + 1.0) * (referenceNumber + 2)) * Math.Pow(0.5, uses - MinimumUses + 1);
    }

    private static double LogChoose(long n, long k) =>
        SpecialFunctions.GammaLn(n + 1) - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(n - k + 1);
}
