using Governance.Domain.OnCall;
using static Governance.Tests.OnCall.EscalationFixtures;

namespace Governance.Tests.OnCall;

public sealed class AnswerEscalationTests
{
    [Fact]
    public void An_acknowledgement_pauses_the_ladder() =>
        When(AtFirstStep, new PauseEscalation(Officer).Decide).Then(new EscalationEvent.EscalationPaused(Officer));

    [Fact]
    public void An_exhausted_ladder_can_still_be_answered() => When(Exhausted, new PauseEscalation(Officer).Decide)
        .ThenState(after => after.Status.ShouldBe(EscalationStatus.Paused));

    [Fact]
    public void An_incident_nobody_was_paged_for_has_nothing_to_pause() =>
        When(Untouched, new PauseEscalation(Officer).Decide).ThenNothing();

    [Fact]
    public void Resuming_begins_a_new_round_at_the_first_step() =>
        When(Paused, new ResumeEscalation("severity raised", Everybody).Decide).Then(
            new EscalationEvent.EscalationResumed("severity raised"),
            Reached(1, 2),
            new EscalationEvent.PageRequested(
                "safety-officer", "webhook", 1, 2, PageKey.Of(Incident, 1, "safety-officer", 2)));

    [Fact]
    public void A_ladder_under_way_is_not_begun_again() =>
        When(AtLastStep, new ResumeEscalation("severity raised", Everybody).Decide).ThenNothing();

    [Fact]
    public void A_resumed_ladder_has_all_its_rounds_again()
    {
        var resumed = After(Paused, new ResumeEscalation("severity raised", Everybody).Decide);
        var atLast = After(resumed, Climb(1, 2).Decide);

        When(atLast, Climb(2, 2).Decide).Then(new EscalationEvent.EscalationExhausted(2));
    }

    [Fact]
    public void Resolving_stops_it_and_only_reopening_starts_it_again()
    {
        When(Exhausted, new StopEscalation("incident resolved").Decide)
            .Then(new EscalationEvent.EscalationStopped("incident resolved"));
        When(Stopped, Climb(1, 1).Decide).ThenNothing();
        When(Stopped, new ResumeEscalation("incident reopened", Everybody).Decide)
            .ThenState(after => after.Status.ShouldBe(EscalationStatus.Climbing));
    }

    [Fact]
    public void Each_attempt_is_kept_once_and_also_after_the_end()
    {
        var first = new KeepPageAttempt(FirstKey, 1, PageOutcome.Unknown, null, false);
        When(Stopped, first.Decide)
            .Then(new EscalationEvent.PageAttempted(FirstKey, 1, PageOutcome.Unknown, null, false));
        When(After(Stopped, first.Decide), new KeepPageAttempt(FirstKey, 2, PageOutcome.Accepted, 200, true).Decide)
            .ThenState(after => after.Pages[FirstKey].Outcome.ShouldBe(PageOutcome.Accepted));
    }

    [Fact]
    public void An_attempt_at_a_page_nobody_requested_is_refused() =>
        When(AtFirstStep, new KeepPageAttempt("page/other", 1, PageOutcome.Accepted, 200, true).Decide)
            .ThenRefused(new NoSuchPage("page/other"));
}
