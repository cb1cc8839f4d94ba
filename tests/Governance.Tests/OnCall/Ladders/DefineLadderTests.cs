using Governance.Domain;
using Governance.Domain.OnCall;
using Governance.Domain.OnCall.Ladders;
using Governance.Domain.OnCall.Schedules;

namespace Governance.Tests.OnCall.Ladders;

public sealed class DefineLadderTests
{
    private static readonly Actor s_by = Actor.Part("test");
    private static readonly LadderStep s_step = new("ann", "", 300) { Kind = StepKind.Person };
    private static readonly OpenHours s_never = new([], new(9, 0), new(17, 0));
    private static readonly OpenHours s_sundays = new([DayOfWeek.Sunday], new(9, 0), new(17, 0));

    [Fact]
    public void Each_definition_has_the_next_version_and_the_same_one_again_is_not_written()
    {
        var first = When(LadderPolicy.Initial, s_step).State;
        first.Ladder!.Version.ShouldBe(1);
        A.Given<LadderPolicy, LadderEvent>(first, LadderPolicy.Evolve)
            .When(policy => new DefineLadder("sha256:b", [s_step], 2, s_by).Decide(policy))
            .ThenState(after => after.Ladder!.Version.ShouldBe(2));
        When(first, s_step).ThenNothing();
    }

    [Fact]
    public void A_ladder_that_could_page_nobody_is_refused()
    {
        When(LadderPolicy.Initial).ThenRefused("ladder_invalid");
        When(LadderPolicy.Initial, new LadderStep("", "", 60) { Kind = StepKind.Wait }).ThenRefused("ladder_invalid");
        When(LadderPolicy.Initial, s_step with { Recipient = "" }).ThenRefused("ladder_invalid");
        When(LadderPolicy.Initial, s_step with { WaitSeconds = 0 }).ThenRefused("ladder_invalid");
        When(LadderPolicy.Initial, s_step with { HoldSecondsMax = 0 }).ThenRefused("ladder_invalid");
        When(LadderPolicy.Initial, s_step with { OnlyIn = new("Etc/UTC", s_never, null, false) })
            .ThenRefused("ladder_invalid");
        When(LadderPolicy.Initial, s_step with { OnlyIn = new("Mars/Olympus", s_sundays, null, false) })
            .ThenRefused("ladder_invalid");
    }

    private static Decided<LadderPolicy, LadderEvent> When(LadderPolicy from, params LadderStep[] steps) =>
        A.Given<LadderPolicy, LadderEvent>(from, LadderPolicy.Evolve)
            .When(policy => new DefineLadder("sha256:a", steps, 1, s_by).Decide(policy));
}
