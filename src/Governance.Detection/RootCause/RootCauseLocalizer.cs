namespace Governance.Detection.RootCause;

/// <summary>One finest slice of a total at the moment of an anomaly.</summary>
/// <param name="Dimensions">Its value in every dimension: region = eu, model = m2.</param>
/// <param name="Value">What was seen; slices add up to the total.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="IsAnomaly">Whether the slice itself was found odd.</param>
public sealed record RootCausePoint(
    IReadOnlyDictionary<string, string> Dimensions, double Value, double Expected, bool IsAnomaly);

/// <summary>Which way a slice moved.</summary>
public enum RootCauseDirection
{
    /// <summary>More than expected.</summary>
    Up,

    /// <summary>Less than expected.</summary>
    Down,

    /// <summary>As expected.</summary>
    Same,
}

/// <summary>A slice that explains the total's change.</summary>
/// <param name="Dimension">The dimension that tells it from its siblings.</param>
/// <param name="Path">All that is fixed: this dimension and those above it.</param>
/// <param name="Direction">Which way it moved.</param>
/// <param name="Score">β · surprise + (1 − β) · share of the total's change that it explains.</param>
public sealed record RootCauseItem(
    string Dimension, IReadOnlyDictionary<string, string> Path, RootCauseDirection Direction, double Score);

/// <summary>
/// Where a change of a total comes from (LocalizeRootCause): descends the dimensions, each time into the one that
/// parts odd slices from normal ones best, and takes those of its values that together explain the change. Heuristic.
/// </summary>
public static class RootCauseLocalizer
{
    /// <summary>More slices than this are refused: their sums would take longer than an alarm may wait.</summary>
    public const int MostPoints = 100_000;

    /// <summary>
    /// The deepest slices that explain the change, the best first; empty when nothing tells odd slices from others.
    /// O(dimensions² · points).
    /// </summary>
    /// <param name="points">Finest slices, all with the same dimensions.</param>
    /// <param name="beta">Weight of surprise against explanatory power, 0 … 1.</param>
    /// <param name="rootCauseThreshold">Share of the change that the slices taken together must explain.</param>
    public static IReadOnlyList<RootCauseItem> Localize(
        IReadOnlyList<RootCausePoint> points, double beta = 0.3, double rootCauseThreshold = 0.95)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(points.Count, MostPoints);
        ArgumentOutOfRangeException.ThrowIfNegative(beta);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(beta, 1);
        IReadOnlyList<RootCauseItem> found = [];
        var (within, path) = (points, new Dictionary<string, string>());
        while (Slicing.Best(within, path.Keys) is { } dimension)
        {
            var slices = Slicing.By(within, dimension);
            var taken = Explaining(slices, rootCauseThreshold);
            if (taken.Count == slices.Count)
                break;
            found =
            [
                .. taken.Select(slice => new RootCauseItem(
                        dimension,
                        new Dictionary<string, string>(path) { [dimension] = slice.Name },
                        DirectionOf(slice),
                        slice.Score(slices, beta)))
                    .OrderByDescending(item => item.Score),
            ];
            if (taken.Count > 1)
                break;
            path[dimension] = taken[0].Name;
            within = taken[0].Points;
        }

        return found;
    }

    // Slices that moved as the total did, the largest first, until they explain enough of it.
    private static List<Slice> Explaining(IReadOnlyList<Slice> slices, double threshold)
    {
        var change = slices.Sum(slice => slice.Change);
        List<Slice> taken = [];
        var explained = 0.0;
        foreach (var slice in slices.OrderByDescending(slice => slice.Change * Math.Sign(change)))
        {
            if (taken.Count > 0 && explained >= threshold * Math.Abs(change))
                break;
            taken.Add(slice);
            explained += slice.Change * Math.Sign(change);
        }

        return taken;
    }

    private static RootCauseDirection DirectionOf(Slice slice) => slice.Change switch
    {
        > 0 => RootCauseDirection.Up,
        < 0 => RootCauseDirection.Down,
        _ => RootCauseDirection.Same,
    };
}
