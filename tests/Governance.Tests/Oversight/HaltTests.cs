using Governance.Domain;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;

namespace Governance.Tests.Oversight;

public sealed class HaltTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly PersonId s_first = new("first");
    private static readonly PersonId s_second = new("second");
    private static readonly HaltEvent.HaltOrdered s_order =
        new(new DeploymentId("d1"), "support-assistant", null, Actor.Person(s_first), "harm", s_noon);

    private static GivenState<Halt, HaltEvent> Given(Halt state) => A.Given<Halt, HaltEvent>(state, Halt.Evolve);

    private static Halt Halted(params HaltEvent[] more) =>
        more.Prepend(s_order).Aggregate(Halt.Initial, Halt.Evolve);

    private static readonly HaltEvent s_asked = new HaltEvent.ReenableRequested(s_first, "mended", s_noon);

    [Fact]
    public void One_person_halts() => Given(Halt.Initial)
        .When(h => new OrderHalt(s_order.Deployment, s_order.DeploymentName, null, s_order.By, "harm")
            .Decide(h, s_noon))
        .Then(s_order)
        .ThenState(h => h.Stands.ShouldBeTrue());

    [Fact]
    public void One_person_does_not_lift_a_halt() => Given(Halted())
        .When(h => new Reenable(s_first, "mended").Decide(h, s_noon))
        .Then(s_asked)
        .ThenState(h => h.Stands.ShouldBeTrue());

    [Fact]
    public void The_same_person_is_not_the_second() => Given(Halted(s_asked))
        .When(h => new Reenable(s_first, "really").Decide(h, s_noon))
        .ThenRefused(new SamePersonReenables());

    [Fact]
    public void A_second_person_lifts_it()
    {
        var decision = new Reenable(s_second, "agreed").Decide(Halted(s_asked), s_noon);
        decision.Events.ShouldBe([new HaltEvent.ReenableApproved(s_second, "agreed", s_noon)]);
        decision.Events.Aggregate(Halted(s_asked), Halt.Evolve).Stands.ShouldBeFalse();
    }

    [Fact]
    public void A_sender_acknowledges_once() => Given(Halted())
        .When(h => new RecordHaltAcknowledgement("g1", 3, s_noon).Decide(h))
        .Then(new HaltEvent.HaltAcknowledged("g1", 3, s_noon))
        .ThenState(h => h.Effect.ShouldBe(HaltEffect.Awaited));

    [Fact]
    public void The_effect_counts_from_the_order() => Given(Halted())
        .When(h => new RecordHaltEffect(true, default, null, 0, s_noon.AddSeconds(2)).Decide(h, s_noon.AddSeconds(9)))
        .Then(new HaltEvent.HaltEffectObserved(2_000, s_noon.AddSeconds(9)));

    [Fact]
    public void An_effect_that_was_missed_names_the_sender_and_is_missed_once()
    {
        var missed = new RecordHaltEffect(false, EffectFinding.StillServing, "g2", 17, s_noon.AddSeconds(59));
        Given(Halted())
            .When(h => missed.Decide(h, s_noon.AddSeconds(60)))
            .ThenState(h => h.Effect.ShouldBe(HaltEffect.NotObserved));
    }

    [Fact]
    public void A_lifted_halt_has_no_effect_to_record() => Given(
            Halted(s_asked, new HaltEvent.ReenableApproved(s_second, "agreed", s_noon)))
        .When(h => new RecordHaltEffect(false, EffectFinding.Unknown, null, 0, null).Decide(h, s_noon))
        .ThenNothing();
}
