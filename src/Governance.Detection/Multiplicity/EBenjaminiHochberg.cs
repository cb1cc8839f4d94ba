namespace Governance.Detection.Multiplicity;

/// <summary>
/// e-BH (Wang, Ramdas, JRSS B 84, 2022): rejects the k largest e-values with e₍ₖ₎ ≥ m / (α k). The expected share of
/// false findings is at most α under any dependence between the tests, and whenever one looks.
/// </summary>
public static class EBenjaminiHochberg
{
    /// <summary>Indices of the rejected hypotheses, ascending. O(m log m).</summary>
    /// <param name="logE">Logarithms of the e-values.</param>
    /// <param name="level">α in (0, 1).</param>
    public static int[] Rejected(ReadOnlySpan<double> logE, double level)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        var sorted = logE.ToArray();
        var order = Enumerable.Range(0, logE.Length).ToArray();
        Array.Sort(sorted, order);
        Array.Reverse(sorted);
        Array.Reverse(order);
        var count = 0;
        for (var k = 1; k <= sorted.Length; k++)
        {
            if (sorted[k - 1] >= Math.Log(sorted.Length / (level * k)))
                count = k;
        }

        int[] rejected = [.. order.Take(count)];
        Array.Sort(rejected);
        return rejected;
    }
}
