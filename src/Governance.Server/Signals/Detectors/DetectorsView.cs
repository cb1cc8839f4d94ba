namespace Governance.Server.Signals.Detectors;

/// <summary>The list of detectors.</summary>
/// <param name="Rows">Those that are asked for.</param>
/// <param name="All">How many there are.</param>
/// <param name="Filter">What is asked.</param>
public sealed record DetectorsView(IReadOnlyList<DetectorHealth> Rows, int All, DetectorFilter Filter)
{
    internal static DetectorsView Of(IReadOnlyList<DetectorHealth> all, DetectorFilter filter) =>
        new(filter.Of(all), all.Count, filter);
}
