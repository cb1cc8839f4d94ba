using System.Globalization;
using Governance.Domain.Incidents;
using Governance.Domain.Signals;

namespace Governance.Server.Incidents.Correlation;

/// <summary>
/// One line that tells somebody who was asleep what changed, by how much and where: it goes onto the page that wakes
/// them. Always the measured value beside the one it is compared with.
/// </summary>
internal static class FindingTitle
{
    internal static string Of(SignalSubject subject, SignalEvidence evidence) => IncidentText.FitTitle(
        subject.Signal is SignalKind.UnseenTool
            ? $"{Where(subject)} called {evidence.Tool ?? "a tool"}, which it never called before"
            : $"{What(subject)} {Moved(subject.Signal, evidence)} on {Where(subject)}");

    /// <summary>A value in its signal's own unit, e.g. <c>12.4 %</c>, <c>2,310 ms</c>, <c>0.72</c>.</summary>
    internal static string ValueOf(SignalKind signal, double value) => signal switch
    {
        SignalKind.Refusal or SignalKind.Error or SignalKind.ToolError or SignalKind.UnseenTool =>
            string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#} %"),
        SignalKind.Latency => string.Create(CultureInfo.InvariantCulture, $"{value:#,0} ms"),
        SignalKind.InputTokens or SignalKind.OutputTokens =>
            string.Create(CultureInfo.InvariantCulture, $"{value:#,0} tokens"),
        SignalKind.EvaluationScore => string.Create(CultureInfo.InvariantCulture, $"{value:0.00}"),
        _ => throw new System.Diagnostics.UnreachableException($"No unit for {signal}."),
    };

    /// <summary>What is watched, in words; of several evaluations, which one.</summary>
    internal static string What(SignalSubject subject) => subject.Dimension is { } dimension
        ? $"{NameOf(subject.Signal)} {dimension}"
        : NameOf(subject.Signal);

    /// <summary>A signal's name as people read it.</summary>
    internal static string NameOf(SignalKind signal) => signal switch
    {
        SignalKind.Refusal => "Refusal rate",
        SignalKind.Error => "Error rate",
        SignalKind.ToolError => "Tool error rate",
        SignalKind.UnseenTool => "Calls to an unseen tool",
        SignalKind.Latency => "Latency p95",
        SignalKind.InputTokens => "Input length",
        SignalKind.OutputTokens => "Output length",
        SignalKind.EvaluationScore => "Evaluation score",
        _ => throw new System.Diagnostics.UnreachableException($"No words for {signal}."),
    };

    /// <summary>The deployment and version, as their sender names them.</summary>
    internal static string Where(SignalSubject subject) => $"{subject.DeploymentName} {subject.ModelVersion}";

    private static string Moved(SignalKind signal, SignalEvidence evidence) =>
        $"{(evidence.Direction is SignalDirection.Up ? "rose" : "fell")} from "
        + $"{ValueOf(signal, evidence.Reference.Value)} to {ValueOf(signal, evidence.Current.Value)}";
}
