using System.Diagnostics;
using System.Globalization;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Server.Pipeline;
using Governance.Server.Shell;

namespace Governance.Server.Incidents.Room;

/// <summary>How severe it was held to be and how it ended, or did not, in the words of the timeline.</summary>
internal static class EndingWords
{
    internal static TimelineItem Of(Fact fact, IncidentEvent happened) => happened switch
    {
        IncidentEvent.SeverityLowered e => Act(
            fact, $"Lowered from {e.From.Word()} to {e.To.Word()}", e.By, e.Reason, Tone.Medium),
        IncidentEvent.SeverityAssessed e => Act(
            fact, $"Harm assessed: {e.Result.Word()}", e.By, HarmWords.Of(e), e.Result.AsTone()),
        IncidentEvent.IncidentContained e => IncidentTimeline.Item(
            fact, TimelineKind.Containment, "Contained, says a person", e.By, e.Evidence, Tone.Ok),
        IncidentEvent.IncidentResolved e => Act(fact, "Resolved", e.By, Resolution(e), Tone.Ok),
        IncidentEvent.ReviewOpened e => Act(
            fact, "A review is required", null, $"{e.Why} People meet by {Day(e.MeetBy)}; it is published by "
            + $"{Day(e.PublishBy)}.", Tone.Info),
        IncidentEvent.ReviewPublished e => Act(fact, "Review published", e.By, e.Findings, Tone.Ok),
        IncidentEvent.IncidentReopened e => Act(fact, "Reopened", e.By, e.Reason, e.Severity.AsTone()),
        IncidentEvent.IncidentDismissed e => Act(
            fact, $"Dismissed: {HarmWords.Of(e.Code)}", e.By, e.Reason, Tone.Low),
        IncidentEvent.CloseWaiverAsked e => Act(
            fact, $"Asked to close without: {Word(e.Item)}", e.By, e.Reason, Tone.Medium),
        IncidentEvent.CloseWaiverGranted e => Act(
            fact, $"May be closed without: {Word(e.Item)}, by two officers", e.By, null, Tone.Medium),
        IncidentEvent.IncidentClosed e => Act(fact, "Closed", e.By, null, Tone.Ok),
        _ => ResponderWords.Of(fact, happened),
    };

    /// <summary>The thing that closing asks for, as people call it.</summary>
    internal static string Word(CloseItem item) => item switch
    {
        CloseItem.Review => "the review",
        CloseItem.Signals => "what the signals were worth",
        CloseItem.Clocks => "the reports that are due",
        CloseItem.Runbook => "the runbook's steps",
        CloseItem.Actions => "owners and dates of the actions",
        _ => throw new UnreachableException($"Unknown item {item}."),
    };

    private static string Resolution(IncidentEvent.IncidentResolved e) => e.NoContainment is { } why
        ? $"{e.Resolution} No containment was necessary: {why}"
        : e.Resolution;

    private static TimelineItem Act(Fact fact, string what, Actor? by, string? detail, Tone tone) =>
        IncidentTimeline.Item(fact, TimelineKind.Act, what, by, detail, tone);

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
