using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using static Governance.Tests.Rollouts.Some;

namespace Governance.Tests.Rollouts;

public sealed class AdvanceStageTests
{
    [Fact]
    public void An_approved_rollout_enters_its_first_stage() => Given(Approved())
        .When(r => new AdvanceStage(-1, Officer, null).Decide(r, Deployed(), Noon))
        .Then(new RolloutEvent.StageEntered(0, 1, null, Officer, Noon));

    [Fact]
    public void A_stage_with_soak_and_evidence_is_followed_by_the_next() => Advance(Running(), Seen(10))
        .Then(new RolloutEvent.StageEntered(1, 10, Seen(10), Officer, Later(60)));

    [Fact]
    public void A_stage_does_not_end_before_its_soak() => Given(Running())
        .When(r => new AdvanceStage(0, Officer, Seen(10)).Decide(r, Deployed(), Later(59)))
        .ThenRefused(new SoakNotElapsed(Later(60)));

    [Fact]
    public void Too_few_observations_of_the_candidate_are_no_evidence() =>
        Advance(Running(), Seen(9)).ThenRefused(new EvidenceMissing(9, 10));

    [Fact]
    public void What_was_not_measured_is_no_evidence()
    {
        Advance(Running(), Seen(null)).ThenRefused(new EvidenceMissing(null, 10));
        Advance(Running(), null).ThenRefused(new EvidenceMissing(null, 10));
        new EvidenceMissing(null, 10).Detail.ShouldContain("not measured");
    }

    [Fact]
    public void Nothing_advances_under_a_restriction() => Advance(Running(), Seen(10), IncidentOnCandidate)
        .ThenRefused(new DeploymentRestricted(RestrictionCause.Incident, "i1"));

    [Fact]
    public void A_restriction_of_the_other_version_forbids_nothing() => Advance(
            Running(), Seen(10), new DeploymentEvent.Restricted(RestrictionCause.Incident, "i1", V1))
        .ThenState(r => r.Weight.ShouldBe(10));

    [Fact]
    public void A_released_restriction_forbids_nothing() => Advance(
            Running(), Seen(10), IncidentOnCandidate, new DeploymentEvent.Released(RestrictionCause.Incident, "i1"))
        .ThenState(r => r.Weight.ShouldBe(10));

    [Fact]
    public void Fresh_evidence_lifts_a_hold_for_want_of_data() =>
        Advance(Held(HoldCause.NoData), Seen(10)).ThenState(r => r.Weight.ShouldBe(10));

    [Theory]
    [InlineData(HoldCause.Incident)]
    [InlineData(HoldCause.Manual)]
    [InlineData(HoldCause.Restricted)]
    public void Every_other_hold_is_lifted_by_a_person(HoldCause cause) =>
        Advance(Held(cause), Seen(10)).ThenRefused(new RolloutHeld(cause, "why"));

    [Fact]
    public void After_the_last_stage_the_candidate_is_stable() => Given(Running(2))
        .When(r => new AdvanceStage(2, Officer, Seen(100)).Decide(r, Deployed(), Later(60)))
        .Then(new RolloutEvent.RolloutCompleted(Seen(100), Officer, Later(60)));

    [Fact]
    public void A_second_click_on_the_same_stage_advances_nothing() => Given(Running(1))
        .When(r => new AdvanceStage(0, Officer, Seen(10)).Decide(r, Deployed(), Later(60)))
        .ThenNothing();

    [Fact]
    public void A_released_hold_soaks_anew() => Given(Held(HoldCause.Manual))
        .When(r => new ReleaseHold(Second, "looked at it").Decide(r, Deployed(), Later(500)))
        .ThenState(r =>
        {
            r.Status.ShouldBe(RolloutStatus.Running);
            r.SoakEnds.ShouldBe(Later(560));
            r.StageSince.ShouldBe(Noon);
        });

    [Fact]
    public void A_hold_is_not_released_while_the_incident_is_open() => Given(Held(HoldCause.Incident))
        .When(r => new ReleaseHold(Second, "fine").Decide(r, Deployed(IncidentOnCandidate), Noon))
        .ThenRefused(new DeploymentRestricted(RestrictionCause.Incident, "i1"));

    private static Decided<Rollout, RolloutEvent> Advance(
        Rollout rollout, StageEvidence? evidence, params DeploymentEvent[] facts) => Given(rollout)
        .When(r => new AdvanceStage(0, Officer, evidence).Decide(r, Deployed(facts), Later(60)));
}
