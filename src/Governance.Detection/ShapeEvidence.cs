namespace Governance.Detection;

/// <summary>
/// A sample against "its distribution lies no further from the reference's than this", by the distance of Kolmogorov
/// and Smirnov.
/// </summary>
/// <remarks>
/// An empirical distribution of n values strays from its own by t or more with a chance of at most 2 exp(−2 n t²),
/// whatever the distribution, ties included (Dvoretzky, Kiefer and Wolfowitz; the constant by Massart 1990). What the
/// reference may have strayed is in the limit, so each step's p-value holds given the past. An e-value is made of it by
/// κ p^(κ − 1), which has expectation 1 for a uniform p (Vovk and Wang 2021); several κ, none to be tuned.
/// </remarks>
public static class ShapeEvidence
{
    private static readonly double[] s_powers = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7];

    /// <summary>Largest distance without a change: the margin, and how far a reference may have strayed.</summary>
    /// <param name="values">Values of the reference, ≥ 1.</param>
    /// <param name="margin">Distance of the distributions that does not matter.</param>
    /// <param name="error">Chance that the reference has strayed further, on either side.</param>
    public static double LimitOf(int values, double margin, double error)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(values);
        return Math.Min(1, margin + Math.Sqrt(Math.Log(2 / error) / (2.0 * values)));
    }

    /// <summary>sup |F − G|, in [0, 1]. O(n log n + m log m).</summary>
    public static double Distance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var (first, second) = (x.ToArray(), y.ToArray());
        Array.Sort(first);
        Array.Sort(second);
        double largest = 0;
        for (int i = 0, j = 0; i < first.Length && j < second.Length;)
        {
            var at = Math.Min(first[i], second[j]);
            while (i < first.Length && first[i] <= at)
                i++;
            while (j < second.Length && second[j] <= at)
                j++;
            largest = Math.Max(largest, Math.Abs(((double)i / first.Length) - ((double)j / second.Length)));
        }

        return largest;
    }

    /// <summary>One step of so many values at a distance from a frozen reference.</summary>
    public static StepEvidence Against(double values, double distance, double limit)
    {
        var beyond = Math.Max(0, distance - limit);
        return Of(Math.Log(2) - (2 * values * beyond * beyond));
    }

    /// <summary>
    /// Two samples side by side, each of which may have strayed: the margin alone is the limit.
    /// </summary>
    public static StepEvidence Between(double values, double others, double distance, double margin)
    {
        var beyond = Math.Max(0, distance - margin) / ((1 / Math.Sqrt(values)) + (1 / Math.Sqrt(others)));
        return Of(Math.Log(4) - (2 * beyond * beyond));
    }

    private static StepEvidence Of(double logP)
    {
        var log = Math.Min(0, logP);
        return new StepEvidence(
            [.. s_powers.Select(power => Math.Log(power) + ((power - 1) * log))], Math.Exp(log));
    }
}
