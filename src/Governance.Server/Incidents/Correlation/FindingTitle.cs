using Governance.Domain.Incidents;
using Governance.Domain.Signals;
using Governance.Server.Signals;

namespace Governance.Server.Incidents.Correlation;

/// <summary>
/// One line that tells somebody who was asleep what changed, by how much and where: it goes onto the page that wakes
/// them. Always the measured value beside the one it is compared with.
/// </summary>
internal static class FindingTitle
{
    internal static string Of(SignalSubject subject, SignalEvidence evidence) => IncidentText.FitTitle(
        evidence.Condition?.Sentence ?? Compared(subject, evidence));

    /// <summary>What is watched, in words; of several evaluations, which one.</summary>
    internal static string What(SignalSubject subject) => subject.Dimension is { } dimension
        ? $"{SignalText.NameOf(subject.Signal)} {dimension}"
        : SignalText.NameOf(subject.Signal);

    /// <summary>The deployment, and the version where it is about one, as their sender names them.</summary>
    internal static string Where(SignalSubject subject) => subject.ModelVersion is { } version
        ? $"{subject.DeploymentName} {version}"
        : subject.DeploymentName;

    private static string Compared(SignalSubject subject, SignalEvidence evidence) =>
        subject.Signal is SignalKind.UnseenTool
            ? $"{Where(subject)} called {evidence.Tool ?? "a tool"}, which it never called before"
            : $"{What(subject)} {Moved(subject.Signal, evidence)} on {Where(subject)}";

    private static string Moved(SignalKind signal, SignalEvidence evidence) =>
        $"{(evidence.Direction is SignalDirection.Up ? "rose" : "fell")} from "
        + $"{SignalText.ValueOf(signal, evidence.Reference.Value)} to "
        + SignalText.ValueOf(signal, evidence.Current.Value);
}
