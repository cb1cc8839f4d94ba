using Governance.Domain.OnCall;
using Governance.Domain.OnCall.Ladders;
using static Governance.Tests.OnCall.EscalationFixtures;

namespace Governance.Tests.OnCall.Ladders;

/// <summary>What a step does that can page nobody now, and what a failed way leads to.</summary>
public sealed class RungTests
{
    private static readonly Reach s_nobody = new([], false, null);
    private static readonly Reach s_closed = new([], true, null);

    private static readonly Callee s_ann = new("ann", [new Way("mail", "m"), new Way("slack", "s")]);
    private static readonly Callee s_bob = new("bob", [new Way("mail", "b")]);

    [Fact]
    public void A_step_that_nobody_is_on_call_for_is_passed_over_and_says_so() =>
        When(Untouched, Started(TwoSteps, s_nobody, Everybody.Steps[1]).Decide).ThenState(after =>
        {
            (after.Step, after.Status).ShouldBe((2, EscalationStatus.Climbing));
            after.Pages.Count.ShouldBe(1);
        });

    [Fact]
    public void Where_every_step_is_passed_over_the_ladder_is_exhausted_at_once() =>
        When(Untouched, Started(TwoSteps with { Rounds = 2 }, s_nobody, s_closed).Decide).ThenState(after =>
            after.Status.ShouldBe(EscalationStatus.Exhausted));

    [Fact]
    public void A_hold_waits_for_the_next_cover_and_pages_whoever_comes()
    {
        var cover = Now.AddMinutes(10);
        var held = After(Untouched, Started(Holding, s_nobody with { NextCover = cover }, Everybody.Steps[1]).Decide);
        held.Held.ShouldBe(new Hold(cover, Now.AddHours(1)));

        When(held, new EndHold(1, 1, CrewAt(Now.AddMinutes(9), Of(s_bob), s_nobody)).Decide).ThenNothing();
        When(held, new ClimbLadder(1, 1, CrewAt(cover, Of(s_bob), s_nobody)).Decide).ThenNothing();
        When(held, new EndHold(1, 1, CrewAt(cover, Of(s_bob), s_nobody)).Decide).ThenState(after =>
        {
            after.Held.ShouldBeNull();
            after.Pages.Values.ShouldHaveSingleItem().Recipient.ShouldBe("bob");
        });
    }

    [Fact]
    public void A_hold_ends_at_its_maximum_and_the_next_step_follows()
    {
        var held = After(Untouched, Started(Holding, s_nobody, Everybody.Steps[1]).Decide);
        held.Held.ShouldBe(new Hold(Now.AddHours(1), Now.AddHours(1)));

        When(held, new EndHold(1, 1, CrewAt(Now.AddHours(1), s_nobody, Everybody.Steps[1])).Decide)
            .ThenState(after => (after.Step, after.Held).ShouldBe((2, null)));
    }

    [Fact]
    public void A_certain_failure_tries_the_persons_next_way_at_once_and_the_next_step_after_the_last()
    {
        var crew = CrewAt(Now, Of(s_ann), Everybody.Steps[1]);
        var first = After(Untouched, new StartEscalation(Incident, 42, TwoSteps, crew).Decide);
        var (one, two) = (PageKey.Of(Incident, 1, "ann", 1), PageKey.Of(Incident, 1, "ann", 1, 2));

        var second = After(Failed(first, one), new TryNextWay(one, crew).Decide);
        second.Pages[two].Way.ShouldBe(2);
        When(Failed(second, two), new TryNextWay(two, crew).Decide).ThenState(after => after.Step.ShouldBe(2));
        When(Failed(second, two), new TryNextWay(one, crew).Decide).ThenNothing();
    }

    [Fact]
    public void While_somebody_of_the_step_may_have_been_reached_the_next_step_waits()
    {
        var crew = CrewAt(Now, new Reach([s_ann, s_bob], false, null), Everybody.Steps[1]);
        var both = After(Untouched, new StartEscalation(Incident, 42, TwoSteps, crew).Decide);
        both.Pages.Count.ShouldBe(2);

        var key = PageKey.Of(Incident, 1, "bob", 1);
        When(Failed(both, key), new TryNextWay(key, crew).Decide).ThenNothing();
    }

    [Fact]
    public void Facts_from_before_people_had_ways_climb_as_they_did()
    {
        var old = AtFirstStep with { Callees = [] };
        When(Failed(old, FirstKey), new TryNextWay(FirstKey, Everybody).Decide)
            .ThenState(after => after.Step.ShouldBe(2));
    }

    [Fact]
    public void An_expired_acknowledgement_goes_on_with_the_next_step_and_after_the_last_begins_anew()
    {
        When(Paused, new ContinueEscalation("acknowledgement expired", Everybody).Decide)
            .ThenState(after => (after.Step, after.Round).ShouldBe((2, 1)));
        var last = After(AtLastStep, new PauseEscalation(Officer).Decide);
        When(last, new ContinueEscalation("acknowledgement expired", Everybody).Decide)
            .ThenState(after => (after.Step, after.Round).ShouldBe((1, 2)));
    }

    [Fact]
    public void An_edited_ladder_is_followed_only_when_somebody_says_so()
    {
        var other = TwoSteps with { Digest = "sha256:other", Policy = "default", Version = 5 };
        When(AtFirstStep, new MoveToLadder(other, Officer, Everybody).Decide).ThenState(after =>
        {
            (after.Pinned!.Version, after.Step, after.Round).ShouldBe((5, 1, 2));
            after.Pages.Count.ShouldBe(2);
        });
        When(Paused, new MoveToLadder(other, Officer, Everybody).Decide)
            .ThenState(after => (after.Pinned!.Version, after.Pages.Count).ShouldBe((5, 1)));
        When(AtFirstStep, new MoveToLadder(TwoSteps, Officer, Everybody).Decide).ThenNothing();
        When(Stopped, new MoveToLadder(other, Officer, Everybody).Decide).ThenRefused(new NoRunningEscalation());
    }

    private static Ladder Holding => TwoSteps with
    {
        Steps = [TwoSteps.Steps[0] with { HoldSecondsMax = 3_600 }, TwoSteps.Steps[1]],
    };

    private static StartEscalation Started(Ladder ladder, params Reach[] reaches) =>
        new(Incident, 42, ladder, CrewAt(Now, reaches));

    private static Crew CrewAt(DateTimeOffset now, params Reach[] reaches) => new(reaches, now);

    private static Reach Of(Callee callee) => new([callee], false, null);

    private static Escalation Failed(Escalation from, string key) =>
        After(from, new KeepPageAttempt(key, 1, PageOutcome.Failed, 404, Final: true).Decide);
}
