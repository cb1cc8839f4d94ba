using System.Diagnostics;
using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;

namespace Governance.Server.Signals.Watching;

/// <summary>How each signal is measured and how much it matters: the detectors' configuration.</summary>
internal static class WatchedSignals
{
    /// <summary>Changes when the same observations would give other findings.</summary>
    internal const string DetectorVersion = "2";

    /// <summary>Ends the dimension of a score that does not lie between 0 and 1: it is read by its median.</summary>
    internal const string OwnScale = " on its own scale";

    internal static Measure MeasureOf(StreamKey key) =>
        key.Dimension?.EndsWith(OwnScale, StringComparison.Ordinal) is true
            ? Measure.Score(absoluteMargin: 0.02)
            : MeasureOf(key.Signal);

    internal static Measure MeasureOf(SignalKind signal) => signal switch
    {
        SignalKind.Refusal => Measure.Rate(Sides.Both),
        SignalKind.Error or SignalKind.ToolError or SignalKind.UnseenTool => Measure.Rate(Sides.Up),
        SignalKind.Latency => Measure.Quantile(0.95, relativeMargin: 0.25, absoluteMargin: 5, Sides.Up),
        SignalKind.InputTokens or SignalKind.OutputTokens =>
            Measure.Quantile(0.5, relativeMargin: 0.2, absoluteMargin: 1, Sides.Both),
        SignalKind.EvaluationScore => Measure.Mean(absoluteMargin: 0.03, Sides.Both),
        _ => throw new UnreachableException($"{signal} has no measure."),
    };

    /// <summary>
    /// Input tokens speak of the users: a note. A tool that was never used before is what a
    /// model does when it has got out of its bounds, so it comes before everything that is only worse than it was.
    /// </summary>
    internal static Severity SeverityOf(SignalKind signal) => signal switch
    {
        SignalKind.UnseenTool => Severity.Sev2,
        SignalKind.Refusal or SignalKind.Error or SignalKind.ToolError => Severity.Sev3,
        SignalKind.Latency or SignalKind.OutputTokens or SignalKind.EvaluationScore => Severity.Sev3,
        SignalKind.InputTokens => Severity.Sev5,
        _ => throw new UnreachableException($"{signal} has no severity."),
    };
}
