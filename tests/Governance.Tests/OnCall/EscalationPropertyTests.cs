using FsCheck;
using FsCheck.Fluent;
using Governance.Domain;
using Governance.Domain.OnCall;
using static Governance.Tests.OnCall.EscalationFixtures;

namespace Governance.Tests.OnCall;

public sealed class EscalationPropertyTests
{
    [Fact]
    public void Deciding_twice_writes_nothing_on_any_history() => Check(history =>
    {
        var escalation = Escalation.Initial;
        foreach (var command in history)
        {
            escalation = After(escalation, command);
            command(escalation).Events.ShouldBeEmpty();
        }
    });

    [Fact]
    public void No_page_is_requested_twice_and_each_names_its_step_and_round() => Check(history =>
    {
        var requested = new HashSet<string>();
        var escalation = Escalation.Initial;
        foreach (var command in history)
        {
            foreach (var page in command(escalation).Events.OfType<EscalationEvent.PageRequested>())
            {
                requested.Add(page.IdempotencyKey).ShouldBeTrue($"{page.IdempotencyKey} was requested twice");
                page.IdempotencyKey.ShouldBe(PageKey.Of(Incident, page.Step, page.Recipient, page.Round));
            }

            escalation = After(escalation, command);
        }
    });

    private static void Check(Action<Func<Escalation, Decision<EscalationEvent>>[]> property)
    {
        var ladder = Gen.Elements(TwoSteps, TwoSteps with { Rounds = 2 }, NoSteps);
        var command = Gen.OneOf(
            ladder.Select(policy => Decide(StartOf(policy).Decide)),
            from step in Gen.Choose(1, 3)
            from round in Gen.Choose(1, 4)
            select Decide(Climb(step, round).Decide),
            Gen.Constant(Decide(new PauseEscalation(Officer).Decide)),
            Gen.Constant(Decide(new ResumeEscalation("severity raised", Everybody).Decide)),
            Gen.Constant(Decide(new ContinueEscalation("acknowledgement expired", Everybody).Decide)),
            Gen.Constant(Decide(new TryNextWay(FirstKey, Everybody).Decide)),
            Gen.Constant(Decide(new StopEscalation("incident resolved").Decide)),
            from attempt in Gen.Choose(1, 3)
            from outcome in Gen.Elements(Enum.GetValues<PageOutcome>())
            select Decide(new KeepPageAttempt(FirstKey, attempt, outcome, null, attempt == 3).Decide));
        Prop.ForAll(command.ArrayOf().ToArbitrary(), property).QuickCheckThrowOnFailure();
    }

    private static Func<Escalation, Decision<EscalationEvent>> Decide(
        Func<Escalation, Decision<EscalationEvent>> decide) => decide;
}
