using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Domain.Signals;
using static Governance.Tests.Incidents.IncidentFixtures;

namespace Governance.Tests.Incidents;

/// <summary>Contain by hand, dismiss, reopen, review, waive, close.</summary>
public sealed class IncidentEndingTests
{
    private static readonly CloseGap s_unjudged = new(CloseItem.Signals, "nobody has said what it was worth");

    [Fact]
    public void A_person_contains_with_evidence()
    {
        Given(Open).When(new ContainIncident(Officer, "The tool is off.").Decide)
            .Then(new IncidentEvent.IncidentContained(Officer, "The tool is off."));
        Given(Open).When(new ContainIncident(Officer, " ").Decide).ThenRefused(new TextMissing("evidence"));
    }

    [Fact]
    public void A_dismissal_leaves_no_signal_unjudged()
    {
        Given(Open).When(Dismiss(null).Decide).ThenRefused(new SignalsUnjudged(1));
        Given(Open).When(Dismiss(Disposition.False).Decide)
            .ThenState(incident => incident.Status.ShouldBe(IncidentStatus.Dismissed));
    }

    [Fact]
    public void What_is_resolved_is_not_dismissed_and_the_refusal_says_what_can_be_done() => Given(Resolved)
        .When(Dismiss(Disposition.False).Decide)
        .ThenRefused(new IllegalMove(IncidentStatus.Resolved, IncidentStatus.Dismissed));

    [Fact]
    public void The_ways_that_there_are_stand_in_the_refusal() =>
        new IllegalMove(IncidentStatus.InReview, IncidentStatus.Contained).Detail.ShouldBe(
            "The incident is inreview and cannot become contained. It can become: closed (the review is published or "
            + "waived, nothing is missing); open (reopened, by the same finding in its window or by a person).");

    [Fact]
    public void What_was_high_is_reviewed_within_working_days()
    {
        var review = Given(Contained).When(new ResolveIncident(Officer, "Done.").Decide).State.Review!;
        // Now is a Saturday: five working days later is the Friday after.
        (review.MeetBy, review.PublishBy).ShouldBe((Now.AddDays(6), Now.AddDays(30)));
    }

    [Fact]
    public void What_was_ever_critical_is_reviewed_as_critical_even_when_it_was_lowered()
    {
        var lowered = After(
            Declaration with { Severity = Severity.Sev1 },
            new IncidentEvent.SeverityLowered(Severity.Sev1, Severity.Sev4, Officer, "One user."),
            new IncidentEvent.IncidentContained(Officer, "Off."));
        Given(lowered).When(new ResolveIncident(Officer, "Done.").Decide)
            .ThenState(incident => incident.Review!.MeetBy.ShouldBe(Now.AddDays(3)));
    }

    [Fact]
    public void What_was_mild_is_closed_without_a_review()
    {
        var mild = After(
            Declaration with { Severity = Severity.Sev3 }, new IncidentEvent.IncidentContained(Officer, "Off."));
        var resolved = Given(mild).When(new ResolveIncident(Officer, "Done.").Decide).State;
        Given(resolved).When(new CloseIncident(Officer, []).Decide).Then(new IncidentEvent.IncidentClosed(Officer));
    }

    [Fact]
    public void Closing_is_refused_with_the_exact_list() => Given(InReview)
        .When(new CloseIncident(Officer, [s_unjudged]).Decide)
        .ThenRefused(new CloseIncomplete(
            [new CloseGap(CloseItem.Review, $"to be published by {Now.AddDays(30):yyyy-MM-dd}"), s_unjudged]));

    [Fact]
    public void A_published_review_is_not_missing() => Given(InReview)
        .When(new PublishReview(Officer, "The tool was new.").Decide)
        .ThenState(incident => new CloseIncident(Officer, []).Missing(incident).ShouldBeEmpty());

    [Fact]
    public void Two_officers_waive_and_one_twice_does_not()
    {
        var asked = Once(Given(InReview), new WaiveCloseItem(CloseItem.Review, Officer, "A drill.").Decide);
        Given(asked).When(new CloseIncident(Officer, []).Decide).ThenRefused("close_incomplete");
        Given(asked).When(new WaiveCloseItem(CloseItem.Review, Officer, "Please.").Decide)
            .ThenRefused(new SecondOfficerNeeded(CloseItem.Review));
        var granted = Once(Given(asked), new WaiveCloseItem(CloseItem.Review, OtherOfficer, "").Decide);
        Given(granted).When(new CloseIncident(Officer, []).Decide)
            .ThenState(incident => incident.Status.ShouldBe(IncidentStatus.Closed));
    }

    [Fact]
    public void What_is_closed_is_reopened_by_an_officer_only()
    {
        Given(Closed).When(new ReopenIncident(Officer, "It goes on.", IsOfficer: false).Decide)
            .ThenRefused("officer_needed");
        Given(Closed).When(new ReopenIncident(Officer, "It goes on.", IsOfficer: true).Decide)
            .ThenState(incident => incident.Status.ShouldBe(IncidentStatus.Declared))
            .ThenState(incident => incident.ReopenCount.ShouldBe(1));
    }

    [Fact]
    public void What_was_dismissed_is_reopened_by_whoever_declared_it()
    {
        Given(Dismissed).When(new ReopenIncident(OtherOfficer, "No.", IsOfficer: false).Decide)
            .ThenRefused("officer_needed");
        Given(Dismissed).When(new ReopenIncident(Declaration.By, "No.", IsOfficer: false).Decide)
            .ThenState(incident => incident.Dismissal.ShouldBeNull());
    }

    [Fact]
    public void A_reopened_incident_needs_a_new_review() => Given(Once(
            Given(InReview with { Findings = new(Officer, "x") }), new ReopenIncident(Officer, "No.", true).Decide))
        .When(new ResolveIncident(Officer, "Now.") { NoContainment = "Off." }.Decide)
        .ThenState(incident => (incident.Review!.Why, incident.Findings).ShouldBe(("It had to be reopened.", null)));

    [Fact]
    public void The_same_finding_reopens_within_the_window_and_not_after_it()
    {
        var resolved = After(
            Declaration, new IncidentEvent.IncidentResolved(Officer, "Done.") { ReopensUntil = Now.AddMinutes(15) });
        var again = new JoinSignal(UnseenTool, 11, Severity.Sev2, Correlation);
        Given(resolved).When(again.Decide)
            .ThenState(incident => (incident.Status, incident.SignalCount).ShouldBe((IncidentStatus.Declared, 2)));
        again.Decide(resolved, Now.AddMinutes(16)).Refusal.ShouldBe(new IncidentNotOpen(IncidentStatus.Resolved));
    }

    private static DismissIncident Dismiss(Disposition? verdict) =>
        new(Officer, DismissReason.FalseAlarm, "Nothing changed.", verdict);

    private static Incident Once(
        GivenState<Incident, IncidentEvent> given, Func<Incident, DateTimeOffset, Decision<IncidentEvent>> decide) =>
        given.When(decide).State;
}
