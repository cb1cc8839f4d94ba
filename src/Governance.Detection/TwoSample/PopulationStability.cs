using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Governance.Detection.TwoSample;

/// <summary>How the bins of <see cref="PopulationStability"/> came about.</summary>
public enum Binning
{
    /// <summary>Each distinct value is a bin.</summary>
    Values,

    /// <summary>Deciles of the reference, the outer bins open.</summary>
    Quantiles,
}

/// <summary>Result of <see cref="PopulationStability.Compare(ReadOnlySpan{double}, ReadOnlySpan{double})"/>.</summary>
/// <param name="Binning">Values or quantiles.</param>
/// <param name="Edges">The values themselves, or the interior edges; an edge belongs to the bin on its right.</param>
/// <param name="Reference">Counts of the reference per bin.</param>
/// <param name="Current">Counts of the current sample per bin.</param>
/// <param name="Value">Σ (q − p) ln(q / p).</param>
/// <param name="NullLimit">
/// What the index exceeds about once in a hundred comparisons when nothing has changed; null with a single bin. Judge
/// by it: a fixed limit of 0.1 or 0.2 cries wolf on small samples and sleeps on large ones.
/// </param>
public sealed record PopulationStabilityResult(
    Binning Binning,
    IReadOnlyList<double> Edges,
    IReadOnlyList<long> Reference,
    IReadOnlyList<long> Current,
    double Value,
    double? NullLimit);

/// <summary>Population stability index, with its own law when nothing has changed. O(n log n + m log m).</summary>
public static class PopulationStability
{
    /// <summary>Up to this many distinct values in both samples together, each is its own bin.</summary>
    public const int LargestDistinct = 20;

    /// <summary>Stands for an empty share, whose logarithm has no value.</summary>
    public const double EmptyShare = 1e-4;

    private const double NullLevel = 0.99;

    /// <summary>Compares a reference with a current sample.</summary>
    public static PopulationStabilityResult Compare(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var pooled = PooledSample.Of(reference, current);
        var values = pooled.Steps.Count <= LargestDistinct;
        double[] edges = values ? [.. pooled.Steps.Select(step => step.Value)] : Deciles(reference);
        var bins = values ? edges.Length : edges.Length + 1;
        var (p, q) = (new long[bins], new long[bins]);
        var bin = 0;
        foreach (var step in pooled.Steps)
        {
            while (bin < (values ? bins - 1 : edges.Length) && step.Value >= edges[values ? bin + 1 : bin])
                bin++;
            p[bin] += step.X;
            q[bin] += step.Y;
        }

        return new PopulationStabilityResult(
            values ? Binning.Values : Binning.Quantiles, edges, p, q, Of(p, q), Limit(pooled.N, pooled.M, bins));
    }

    /// <summary>The index of two tables of counts over the same categories, each with at least one.</summary>
    public static double Of(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        var (p, q) = (Shares.Of(reference), Shares.Of(current));
        Shares.RequireSameLength(p, q);
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            var (from, to) = (p[i] == 0 ? EmptyShare : p[i], q[i] == 0 ? EmptyShare : q[i]);
            sum += (to - from) * Math.Log(to / from);
        }

        return sum;
    }

    /// <summary>
    /// (1/n + 1/m) times the χ² quantile with bins − 1 degrees of freedom: PSI's law without a change.
    /// </summary>
    public static double? Limit(long n, long m, int bins) =>
        bins < 2 ? null : ((1.0 / n) + (1.0 / m)) * ChiSquareQuantile(bins - 1);

    // Newton's steps on the regularised gamma function, from the library's coarser inverse.
    private static double ChiSquareQuantile(int freedom)
    {
        var x = ChiSquared.InvCDF(freedom, NullLevel);
        for (var i = 0; i < 4; i++)
        {
            var excess = NullLevel - SpecialFunctions.GammaLowerRegularized(freedom / 2.0, x / 2);
            x += excess / ChiSquared.PDF(freedom, x);
        }

        return x;
    }

    private static double[] Deciles(ReadOnlySpan<double> reference)
    {
        var sorted = PooledSample.Sorted(reference, nameof(reference));
        return [.. Enumerable.Range(1, 9).Select(i => Quantile(sorted, i / 10.0)).Distinct()];
    }

    // Type 7 of Hyndman and Fan: linear between order statistics, from whichever end is nearer.
    private static double Quantile(double[] sorted, double level)
    {
        var position = level * (sorted.Length - 1);
        var below = (int)position;
        var (low, high) = (sorted[below], sorted[Math.Min(below + 1, sorted.Length - 1)]);
        var part = position - below;
        return part < 0.5 ? low + ((high - low) * part) : high - ((high - low) * (1 - part));
    }
}
