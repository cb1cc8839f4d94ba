namespace Governance.Detection.Multiplicity;

/// <summary>p-values of many tests at once, each made fit to be compared with the level of the whole family.</summary>
public static class AdjustedPValues
{
    /// <summary>min(1, m·p): controls the chance of even one false finding, under any dependence.</summary>
    public static double[] Bonferroni(ReadOnlySpan<double> p)
    {
        var adjusted = p.ToArray();
        for (var i = 0; i < adjusted.Length; i++)
            adjusted[i] = Math.Min(1, p.Length * p[i]);
        return adjusted;
    }

    /// <summary>
    /// Benjamini and Hochberg's step-up, monotone: controls the expected share of false findings for independent or
    /// positively dependent tests. O(m log m).
    /// </summary>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> p)
    {
        var sorted = p.ToArray();
        var order = Enumerable.Range(0, p.Length).ToArray();
        Array.Sort(sorted, order);
        var adjusted = new double[p.Length];
        var smallest = 1.0;
        for (var rank = p.Length; rank >= 1; rank--)
        {
            smallest = Math.Min(smallest, sorted[rank - 1] * p.Length / rank);
            adjusted[order[rank - 1]] = smallest;
        }

        return adjusted;
    }
}
