namespace Governance.Detection.TwoSample;

/// <summary>Counts as shares of their sum.</summary>
internal static class Shares
{
    internal static double[] Of(ReadOnlySpan<long> counts)
    {
        var total = 0.0;
        foreach (var count in counts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count);
            total += count;
        }

        if (total <= 0)
            throw new ArgumentException("A table needs at least one observation.", nameof(counts));
        var shares = new double[counts.Length];
        for (var i = 0; i < shares.Length; i++)
            shares[i] = counts[i] / total;
        return shares;
    }

    internal static void RequireSameLength(double[] reference, double[] current)
    {
        if (reference.Length != current.Length)
            throw new ArgumentException("Both tables need the same categories.", nameof(current));
    }
}
