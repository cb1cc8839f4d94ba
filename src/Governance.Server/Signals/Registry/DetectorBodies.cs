using Governance.Domain;
using Governance.Domain.Signals.Registry;

namespace Governance.Server.Signals.Registry;

/// <summary>An act that needs nothing but its reason.</summary>
internal sealed record ReasonBody(string? Reason);

/// <summary>A configuration in words of change: what is left out is as in the one that stands.</summary>
internal sealed record ConfigurationBody(
    Severity? Severity = null,
    bool? FallsCount = null,
    int? MinimumSample = null,
    int? MinimumReference = null,
    double? AnchorDays = null,
    double? MinimumRatio = null,
    double? MinimumDifference = null,
    double? MaximumDifference = null,
    double? MinimumOddsRatio = null,
    double? RelativeMargin = null,
    double? AbsoluteMargin = null,
    int? CalmSteps = null,
    string? Reason = null)
{
    internal DetectorConfiguration ChangedFrom(DetectorConfiguration standing) =>
        new(Severity ?? standing.Severity)
        {
            FallsCount = FallsCount ?? standing.FallsCount,
            MinimumSample = MinimumSample ?? standing.MinimumSample,
            MinimumReference = MinimumReference ?? standing.MinimumReference,
            AnchorDays = AnchorDays ?? standing.AnchorDays,
            MinimumRatio = MinimumRatio ?? standing.MinimumRatio,
            MinimumDifference = MinimumDifference ?? standing.MinimumDifference,
            MaximumDifference = MaximumDifference ?? standing.MaximumDifference,
            MinimumOddsRatio = MinimumOddsRatio ?? standing.MinimumOddsRatio,
            RelativeMargin = RelativeMargin ?? standing.RelativeMargin,
            AbsoluteMargin = AbsoluteMargin ?? standing.AbsoluteMargin,
            CalmSteps = CalmSteps ?? standing.CalmSteps,
        };
}

/// <summary>A mode, and of which configuration: the one that stands, or the one on trial.</summary>
internal sealed record ModeBody(DetectorMode? Mode, int? Version, string? Reason);

/// <summary>
/// Whose baseline; frozen at a range of positions, or else forgotten and gathered anew.
/// </summary>
/// <param name="Deployment">Where.</param>
/// <param name="ModelVersion">Whose behaviour.</param>
/// <param name="Frozen">The range; null: renew.</param>
/// <param name="Number">The baseline that is renewed; null: the present one.</param>
/// <param name="Reason">Why.</param>
internal sealed record BaselineBody(
    string? Deployment, string? ModelVersion, PositionRange? Frozen, int? Number, string? Reason);
