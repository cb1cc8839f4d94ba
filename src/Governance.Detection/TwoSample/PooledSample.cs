namespace Governance.Detection.TwoSample;

/// <summary>
/// Two samples laid over one another: every distinct value once, in order, with how often each sample has it. All
/// rank and distance statistics are one walk over it, so ties are treated alike everywhere.
/// </summary>
internal sealed class PooledSample
{
    private PooledSample(int n, int m, List<Step> steps) => (N, M, Steps) = (n, m, steps);

    /// <summary>Size of the first sample.</summary>
    internal int N { get; }

    /// <summary>Size of the second sample.</summary>
    internal int M { get; }

    /// <summary>Distinct values, ascending. Bounded by the samples given.</summary>
    internal IReadOnlyList<Step> Steps { get; }

    internal static PooledSample Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (first, second) = (Sorted(x, nameof(x)), Sorted(y, nameof(y)));
        var steps = new List<Step>(first.Length + second.Length);
        var (i, j) = (0, 0);
        while (i < first.Length || j < second.Length)
        {
            var value = Math.Min(
                i < first.Length ? first[i] : double.PositiveInfinity,
                j < second.Length ? second[j] : double.PositiveInfinity);
            var (fromX, fromY) = (i, j);
            while (i < first.Length && first[i] == value)
                i++;
            while (j < second.Length && second[j] == value)
                j++;
            steps.Add(new Step(value, i - fromX, j - fromY));
        }

        return new PooledSample(first.Length, second.Length, steps);
    }

    /// <summary>A sorted copy; throws where no statistic has a meaning.</summary>
    internal static double[] Sorted(ReadOnlySpan<double> values, string name)
    {
        if (values.IsEmpty)
            throw new ArgumentException("A sample needs at least one value.", name);
        var sorted = values.ToArray();
        foreach (var value in sorted)
        {
            if (!double.IsFinite(value))
                throw new ArgumentException("A sample holds finite values only.", name);
        }

        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>A distinct value and how many of each sample equal it.</summary>
    internal readonly record struct Step(double Value, int X, int Y);
}
