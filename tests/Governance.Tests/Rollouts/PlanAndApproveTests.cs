using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;
using static Governance.Tests.Rollouts.Some;

namespace Governance.Tests.Rollouts;

public sealed class PlanAndApproveTests
{
    private static readonly PlanRollout s_plan = new(Id, Plan(), Digest, Planner);

    [Fact]
    public void A_plan_lies_open_for_a_second_person() => Given(Rollout.Initial)
        .When(r => s_plan.Decide(r, Deployed(), Noon))
        .ThenState(r => (r.Status, r.Weight, r.VersionAuthor).ShouldBe((RolloutStatus.Planned, 0, Author)));

    [Fact]
    public void A_rollout_needs_a_way_back() => Refused(
        s_plan with { Plan = Plan() with { Stable = new ModelVersion("v0") } }, "stable_version_missing");

    [Fact]
    public void A_candidate_must_be_registered() => Refused(
        s_plan with { Plan = Plan() with { Candidate = new ModelVersion("v9") } }, "version_unknown");

    [Fact]
    public void The_stable_version_is_not_a_candidate() =>
        Refused(s_plan with { Plan = Plan() with { Candidate = V1 } }, "candidate_is_stable");

    [Fact]
    public void A_deployment_has_one_rollout_at_a_time() => Given(Rollout.Initial)
        .When(r => s_plan.Decide(r, Deployed(new DeploymentEvent.RolloutOpened(new RolloutId("other"))), Noon))
        .ThenRefused(new RolloutOpen(new RolloutId("other")));

    [Theory]
    [InlineData(0, 60, 10)]
    [InlineData(101, 60, 10)]
    [InlineData(double.NaN, 60, 10)]
    [InlineData(100, -1, 10)]
    [InlineData(100, 60, 0)]
    [InlineData(50, 60, 1)]
    public void Stages_that_break_a_rule_are_refused(double percent, int soak, int least) => Refused(
        s_plan with { Plan = Plan() with { Stages = [new Stage(percent, soak, least)] } }, "plan_not_valid");

    [Fact]
    public void Stages_only_rise() => Refused(
        s_plan with { Plan = Plan() with { Stages = [new Stage(50, 0, 1), new Stage(50, 0, 1)] } }, "plan_not_valid");

    [Fact]
    public void The_planner_never_approves() => Approve(Planner).ThenRefused(new ApproverIsRequester());

    [Fact]
    public void Who_made_the_version_never_approves() => Approve(Author).ThenRefused(new ApproverIsAuthor());

    [Fact]
    public void Another_plan_than_the_one_that_lies_open_is_not_approved() =>
        Approve(Second, digest: "sha256:earlier").ThenRefused(new PlanChanged(Digest));

    [Fact]
    public void A_second_person_approves_and_nobody_is_served_yet() => Approve(Second)
        .Then(new RolloutEvent.ApprovalGiven(Second, Digest, "read", Noon))
        .ThenState(r => (r.Status, r.Weight).ShouldBe((RolloutStatus.Approved, 0)));

    [Fact]
    public void A_third_person_cannot_approve_again() => Given(Approved())
        .When(r => new ApproveRollout(new PersonId("third"), Digest, "me too").Decide(r, Deployed(), Noon))
        .ThenRefused("rollout_not_in_state");

    [Fact]
    public void A_plan_that_advances_by_itself_begins_with_the_approval() => Given(Planned(AdvanceMode.Automatic))
        .When(r => new ApproveRollout(Second, Digest, "read").Decide(r, Deployed(), Noon))
        .ThenState(r => (r.Status, r.Weight).ShouldBe((RolloutStatus.Running, 1)));

    [Fact]
    public void An_approval_under_a_restriction_is_given_and_held() => Given(Planned(AdvanceMode.Automatic))
        .When(r => new ApproveRollout(Second, Digest, "read").Decide(r, Deployed(IncidentOnCandidate), Noon))
        .ThenState(r => (r.Status, r.Weight).ShouldBe((RolloutStatus.Held, 0)));

    [Fact]
    public void One_decline_ends_the_plan() => Given(Planned())
        .When(r => new DeclineRollout(Second, "not ready").Decide(r, Noon))
        .Then(new RolloutEvent.ApprovalDeclined(Second, "not ready", Noon))
        .ThenState(r => r.Status.ShouldBe(RolloutStatus.Aborted));

    [Fact]
    public void Its_planner_withdraws_a_plan() => Given(Planned())
        .When(r => new DeclineRollout(Planner, "not ready").Decide(r, Noon))
        .Then(new RolloutEvent.RolloutAborted(Planner, "not ready", Noon));

    [Fact]
    public void A_running_rollout_is_rolled_back_not_declined() => Given(Running())
        .When(r => new DeclineRollout(Second, "late").Decide(r, Noon))
        .ThenRefused(new RolloutNotInState(RolloutStatus.Running, "declined"));

    private static Decided<Rollout, RolloutEvent> Approve(PersonId by, string digest = Digest) => Given(Planned())
        .When(r => new ApproveRollout(by, digest, "read").Decide(r, Deployed(), Noon));

    private static void Refused(PlanRollout plan, string code) => Given(Rollout.Initial)
        .When(r => plan.Decide(r, Deployed(), Noon))
        .ThenRefused(code);
}
