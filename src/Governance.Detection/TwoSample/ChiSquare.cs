using MathNet.Numerics;

namespace Governance.Detection.TwoSample;

/// <summary>Result of <see cref="ChiSquare"/>.</summary>
/// <param name="Statistic">Σ (observed − expected)² / expected.</param>
/// <param name="DegreesOfFreedom">Categories that occur, less one.</param>
/// <param name="PValue">By the χ² law, good while <paramref name="SmallestExpected"/> is 5 or more.</param>
/// <param name="SmallestExpected">The smallest expected count; null with a single category.</param>
public sealed record ChiSquareResult(
    double Statistic, int DegreesOfFreedom, double PValue, double? SmallestExpected);

/// <summary>Pearson's test that two tables of counts have the same shares. O(categories).</summary>
public static class ChiSquare
{
    /// <summary>Without continuity correction. Categories empty in both are left out.</summary>
    public static ChiSquareResult Compare(ReadOnlySpan<long> reference, ReadOnlySpan<long> current) =>
        Compare(reference, current, 0);

    /// <summary>Two categories with Yates' continuity correction, less eager on small tables.</summary>
    public static ChiSquareResult CompareYates(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(reference.Length, 2);
        return Compare(reference, current, 0.5);
    }

    private static ChiSquareResult Compare(ReadOnlySpan<long> reference, ReadOnlySpan<long> current, double correction)
    {
        Shares.RequireSameLength(Shares.Of(reference), Shares.Of(current));
        var cells = new List<(double X, double Y)>();
        for (var i = 0; i < reference.Length; i++)
        {
            if (reference[i] + current[i] > 0)
                cells.Add((reference[i], current[i]));
        }

        if (cells.Count == 1)
            return new ChiSquareResult(0, 0, 1, null);
        var (n, m) = (cells.Sum(cell => cell.X), cells.Sum(cell => cell.Y));
        double statistic = 0, smallest = double.PositiveInfinity;
        foreach (var (x, y) in cells)
        {
            var (fromX, fromY) = ((x + y) * n / (n + m), (x + y) * m / (n + m));
            statistic += Term(x, fromX, correction) + Term(y, fromY, correction);
            smallest = Math.Min(smallest, Math.Min(fromX, fromY));
        }

        var freedom = cells.Count - 1;
        var p = statistic <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(freedom / 2.0, statistic / 2);
        return new ChiSquareResult(statistic, freedom, p, smallest);
    }

    private static double Term(double observed, double expected, double correction)
    {
        var gap = Math.Abs(observed - expected);
        gap -= Math.Min(correction, gap);
        return gap * gap / expected;
    }
}
