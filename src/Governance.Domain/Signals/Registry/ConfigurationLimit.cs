namespace Governance.Domain.Signals.Registry;

/// <summary>Between which values one number of a <see cref="DetectorConfiguration"/> makes sense.</summary>
/// <param name="Name">The number's name.</param>
/// <param name="Of">Reads it; null where the detector has no use for it.</param>
/// <param name="Least">Smallest value.</param>
/// <param name="Most">Largest value.</param>
public sealed record ConfigurationLimit(
    string Name, Func<DetectorConfiguration, double?> Of, double Least, double Most)
{
    /// <summary>A reference keeps at most so many observations, so no more can be asked for.</summary>
    private const int LargestReference = 4096;

    /// <summary>A baseline older than a season shows the season and not the model.</summary>
    private const int LongestAnchorDays = 90;

    /// <summary>Every number, in the order of the record.</summary>
    public static IReadOnlyList<ConfigurationLimit> All { get; } =
    [
        new(nameof(DetectorConfiguration.MinimumSample), one => one.MinimumSample, 1, 10_000),
        new(nameof(DetectorConfiguration.MinimumReference), one => one.MinimumReference, 20, LargestReference),
        new(nameof(DetectorConfiguration.AnchorDays), one => one.AnchorDays, 0.01, LongestAnchorDays),
        new(nameof(DetectorConfiguration.MinimumRatio), one => one.MinimumRatio, 0, 100),
        new(nameof(DetectorConfiguration.MinimumDifference), one => one.MinimumDifference, 0.0001, 1),
        new(nameof(DetectorConfiguration.MaximumDifference), one => one.MaximumDifference, 0.0001, 1),
        new(nameof(DetectorConfiguration.MinimumOddsRatio), one => one.MinimumOddsRatio, 1, 1_000),
        new(nameof(DetectorConfiguration.RelativeMargin), one => one.RelativeMargin, 0, 100),
        new(nameof(DetectorConfiguration.AbsoluteMargin), one => one.AbsoluteMargin, 0, 1_000_000),
        new(nameof(DetectorConfiguration.CalmSteps), one => one.CalmSteps, 1, 10_000),
    ];
}
