using Governance.Domain;
using Governance.Domain.OnCall;
using static Governance.Tests.OnCall.EscalationFixtures;

namespace Governance.Tests.OnCall;

public sealed class ClimbLadderTests
{
    [Fact]
    public void Starting_pins_the_ladder_and_pages_its_first_step() => When(Untouched, Start.Decide).Then(
        new EscalationEvent.EscalationStarted(Incident, 42, "sha256:policy", TwoSteps.Steps, 1)
        {
            Policy = "configuration",
        },
        Reached(1, 1),
        new EscalationEvent.PageRequested("safety-officer", "webhook", 1, 1, FirstKey));

    [Fact]
    public void A_ladder_without_steps_is_exhausted_at_once() =>
        When(Untouched, StartOf(NoSteps).Decide)
        .ThenState(after => after.Status.ShouldBe(EscalationStatus.Exhausted));

    [Fact]
    public void The_next_step_pages_somebody_else() => When(AtFirstStep, Climb(1, 1).Decide).Then(
        Reached(2, 1),
        new EscalationEvent.PageRequested(
            "duty manager", "webhook", 2, 1, "page/7f3a/1/2/duty%20manager"));

    [Fact]
    public void After_the_last_step_of_the_last_round_the_ladder_is_exhausted() =>
        When(AtLastStep, Climb(2, 1).Decide).Then(new EscalationEvent.EscalationExhausted(1));

    [Fact]
    public void A_second_round_pages_the_first_step_again_under_new_keys()
    {
        var twice = StartOf(TwoSteps with { Rounds = 2 });
        var atLast = After(After(Untouched, twice.Decide), Climb(1, 1).Decide);

        When(atLast, Climb(2, 1).Decide)
            .ThenState(after => after.Pages.Keys.ShouldContain(PageKey.Of(Incident, 1, "safety-officer", 2)));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public void A_timer_of_another_step_changes_nothing(int step, int round) =>
        When(AtFirstStep, Climb(step, round).Decide).ThenNothing();

    [Fact]
    public void Nobody_is_woken_after_an_acknowledgement() =>
        When(Paused, Climb(1, 1).Decide).ThenNothing();

    [Fact]
    public void Nobody_is_woken_after_the_end() => When(Stopped, Climb(1, 1).Decide).ThenNothing();

    [Theory]
    [InlineData(Severity.Sev1, true)]
    [InlineData(Severity.Sev3, true)]
    [InlineData(Severity.Sev4, false)]
    [InlineData(Severity.Sev5, false)]
    public void Only_critical_high_and_medium_wake_somebody(Severity severity, bool pages) =>
        Ladder.Pages(severity).ShouldBe(pages);
}
