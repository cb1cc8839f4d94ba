using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using static Governance.Tests.Rollouts.Some;

namespace Governance.Tests.Rollouts;

public sealed class RollbackTests
{
    private static readonly Actor s_rule = Actor.Part("gate-keeper");
    private static readonly OrderRollback s_back = new(RollbackCause.Manual, Officer, null, "worse answers");

    public static TheoryData<string> AfterApproval =>
        [nameof(Approved), nameof(Running), nameof(Held), nameof(Completed)];

    [Theory]
    [MemberData(nameof(AfterApproval))]
    public void One_person_rolls_back_from_every_state_after_the_approval(string state) => Given(State(state))
        .When(r => s_back.Decide(r, state is nameof(Completed) ? AfterCompletion : Deployed(IncidentOnCandidate), Noon))
        .ThenState(r => (r.Status, r.Weight).ShouldBe((RolloutStatus.RollingBack, 0)));

    [Fact]
    public void Before_the_approval_there_is_nothing_to_return_from() => Given(Planned())
        .When(r => s_back.Decide(r, Deployed(), Noon))
        .ThenRefused(new RolloutNotInState(RolloutStatus.Planned, "rolled back"));

    [Fact]
    public void A_completed_rollout_that_was_followed_by_another_is_not_rolled_back() => Given(Completed())
        .When(r => s_back.Decide(r, Deployed(), Noon))
        .ThenRefused(new RolloutSuperseded(V1));

    [Theory]
    [InlineData(Severity.Sev1)]
    [InlineData(Severity.Sev2)]
    public void A_grave_incident_on_the_candidate_holds_and_rolls_back(Severity severity) =>
        Incident(Running(), severity, V2).Then(
            new RolloutEvent.StageHeld(HoldCause.Incident, "i1", s_rule, Noon),
            new RolloutEvent.RollbackOrdered(
                RollbackCause.Incident, s_rule, new IncidentId("i1"), $"{severity.Word()} incident on v2", Noon));

    [Fact]
    public void A_medium_incident_on_the_candidate_holds() => Incident(Running(), Severity.Sev3, V2)
        .Then(new RolloutEvent.StageHeld(HoldCause.Incident, "i1", s_rule, Noon));

    [Fact]
    public void A_low_incident_changes_nothing() => Incident(Running(), Severity.Sev4, V2).ThenNothing();

    [Fact]
    public void An_incident_on_the_stable_version_changes_nothing() =>
        Incident(Running(), Severity.Sev1, V1).ThenNothing();

    [Fact]
    public void An_incident_that_names_no_version_holds_because_nobody_knows_which_arm_it_is() =>
        Incident(Running(), Severity.Sev1, null)
            .Then(new RolloutEvent.StageHeld(HoldCause.Incident, "i1", s_rule, Noon));

    [Fact]
    public void An_incident_after_completion_rolls_back_too() => Given(Completed())
        .When(r => new AnswerIncident(new IncidentId("i1"), Severity.Sev1, V2, s_rule)
            .Decide(r, AfterCompletion, Noon))
        .ThenState(r => r.Weight.ShouldBe(0));

    [Fact]
    public void An_incident_long_after_completion_is_for_a_person_to_answer() => Given(Completed())
        .When(r => new AnswerIncident(new IncidentId("i1"), Severity.Sev1, V2, s_rule)
            .Decide(r, AfterCompletion, Noon.AddDays(8)))
        .ThenNothing();

    [Fact]
    public void The_effect_counts_from_the_order_to_the_last_start() => Given(RollingBack())
        .When(r => new RecordRollbackEffect(true, default, null, Later(3), 0.9, 1).Decide(r, Later(20)))
        .Then(new RolloutEvent.RollbackEffectObserved(3_000, Later(3), 0.9, 1, Later(20)))
        .ThenState(r => r.Status.ShouldBe(RolloutStatus.RolledBack));

    [Fact]
    public void Traffic_that_ended_before_the_order_took_no_time() => Given(RollingBack())
        .When(r => new RecordRollbackEffect(true, default, null, Later(-5), null, 1).Decide(r, Later(20)))
        .Then(new RolloutEvent.RollbackEffectObserved(0, Later(-5), null, 1, Later(20)));

    [Fact]
    public void An_effect_that_comes_late_is_recorded_after_it_was_missed() => Given(
            Rollout.Evolve(RollingBack(), new RolloutEvent.RollbackEffectNotObserved(
                new DeploymentId("d1"), "support-assistant", V2, EffectFinding.StillServing, "g2", Later(300), 0.9, 0.9,
                Later(300))))
        .When(r => new RecordRollbackEffect(true, default, null, Later(400), 0.9, 1).Decide(r, Later(430)))
        .ThenState(r => (r.Status, r.EffectOverdue).ShouldBe((RolloutStatus.RolledBack, true)));

    private static Deployment AfterCompletion => Deployed(new DeploymentEvent.StableVersionSet(V2, Officer));

    private static Rollout State(string name) => name switch
    {
        nameof(Approved) => Approved(),
        nameof(Running) => Running(),
        nameof(Held) => Held(HoldCause.Manual),
        _ => Completed(),
    };

    private static Decided<Rollout, RolloutEvent> Incident(Rollout rollout, Severity severity, ModelVersion? version) =>
        Given(rollout)
        .When(r => new AnswerIncident(new IncidentId("i1"), severity, version, s_rule).Decide(r, Deployed(), Noon));
}
