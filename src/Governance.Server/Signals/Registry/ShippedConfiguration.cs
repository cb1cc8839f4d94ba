using System.Diagnostics;
using Governance.Detection;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Registry;

/// <summary>What every detector is shipped with, its configuration 1, and how any configuration is read.</summary>
internal static class ShippedConfiguration
{
    /// <summary>What this binary was shipped with; null for a rule.</summary>
    internal static DetectorConfiguration? Of(SignalKind signal, WatchOptions usual)
    {
        if (signal.IsFoundByRule())
            return null;
        var watched = WatchedSignals.Of(signal);
        var configuration = new DetectorConfiguration(watched.Severity);
        if (signal is SignalKind.UnseenTool or SignalKind.ConversationDrift)
            return configuration; // judged call by call, or turn by turn
        configuration = configuration with
        {
            FallsCount = watched.Measure.Sides is Sides.Both,
            MinimumSample = usual.MinimumSample,
            CalmSteps = usual.CalmSteps,
        };
        if (signal is SignalKind.EvaluationGap)
            return configuration with { MinimumOddsRatio = EvaluationGaps.MinimumOddsRatio };
        configuration = configuration with
        {
            MinimumReference = usual.MinimumReference,
            AnchorDays = usual.AnchorSpan.TotalDays,
        };
        return watched.Measure.Kind switch
        {
            MeasureKind.Rate => configuration with
            {
                MinimumRatio = usual.MinimumRatio,
                MinimumDifference = usual.MinimumDifference,
                MaximumDifference = usual.MaximumDifference,
                MinimumOddsRatio = usual.MinimumOddsRatio,
            },
            MeasureKind.Quantile => configuration with
            {
                RelativeMargin = watched.Measure.RelativeMargin,
                AbsoluteMargin = watched.Measure.AbsoluteMargin,
            },
            MeasureKind.Mean or MeasureKind.Shape => configuration with
            {
                AbsoluteMargin = watched.Measure.AbsoluteMargin,
            },
            _ => throw new UnreachableException($"No configuration for {watched.Measure.Kind}."),
        };
    }

    /// <summary>
    /// How a stream is read by a configuration. What is compared, and at which level, belongs to the signal; a score on
    /// its own scale keeps its own margins.
    /// </summary>
    internal static Measure Read(this DetectorConfiguration configuration, Measure measure, bool isOnOwnScale) =>
        measure with
        {
            Sides = configuration.FallsCount is true ? Sides.Both : Sides.Up,
            RelativeMargin = isOnOwnScale
                ? measure.RelativeMargin
                : configuration.RelativeMargin ?? measure.RelativeMargin,
            AbsoluteMargin = isOnOwnScale
                ? measure.AbsoluteMargin
                : configuration.AbsoluteMargin ?? measure.AbsoluteMargin,
        };

    /// <summary>The options of a watch by a configuration.</summary>
    internal static WatchOptions Read(this DetectorConfiguration configuration, WatchOptions usual) => usual with
    {
        MinimumSample = configuration.MinimumSample ?? usual.MinimumSample,
        MinimumReference = configuration.MinimumReference ?? usual.MinimumReference,
        AnchorSpan = configuration.AnchorDays is { } days ? TimeSpan.FromDays(days) : usual.AnchorSpan,
        MinimumRatio = configuration.MinimumRatio ?? usual.MinimumRatio,
        MinimumDifference = configuration.MinimumDifference ?? usual.MinimumDifference,
        MaximumDifference = configuration.MaximumDifference ?? usual.MaximumDifference,
        MinimumOddsRatio = configuration.MinimumOddsRatio ?? usual.MinimumOddsRatio,
        CalmSteps = configuration.CalmSteps ?? usual.CalmSteps,
    };
}
