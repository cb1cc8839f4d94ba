using System.Net;
using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Rollouts;

namespace Governance.SystemTests.Rollouts;

public sealed class StagedRolloutScenario
{
    [Fact]
    public async Task Who_planned_it_cannot_approve_it_and_a_second_person_can()
    {
        await using var world = await RolloutWorld.StartAsync();
        var (id, digest) = await world.PlanAsync(by: world.Manager);
        var refused = await RolloutWorld.DoAsync(
            world.Manager, $"/api/rollouts/{id}/approve", new { planDigest = digest }, HttpStatusCode.Conflict);
        refused.GetProperty("code").GetString().ShouldBe("approver_is_requester");
        await RolloutWorld.DoAsync(
            world.Owner, $"/api/rollouts/{id}/approve", new { planDigest = digest }, HttpStatusCode.Forbidden);
        (await world.FactsAsync<RolloutEvent.ApprovalGiven>($"rollout-{id}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_approval_of_another_plan_is_refused()
    {
        await using var world = await RolloutWorld.StartAsync();
        var (id, digest) = await world.PlanAsync();
        var refused = await RolloutWorld.DoAsync(
            world.Manager, $"/api/rollouts/{id}/approve", new { planDigest = "sha256:0" }, HttpStatusCode.Conflict);
        refused.GetProperty("code").GetString().ShouldBe("plan_changed");
        refused.GetProperty("detail").GetString()!.ShouldContain(digest);
    }

    [Fact]
    public async Task Stages_go_up_with_evidence_and_the_last_makes_the_candidate_stable()
    {
        await using var world = await RolloutWorld.StartAsync();
        var (id, digest) = await world.PlanAsync();
        (await world.ToldAsync()).ShouldBe(["v1"]);
        await RolloutWorld.DoAsync(world.Manager, $"/api/rollouts/{id}/approve", new { planDigest = digest });
        (await world.ToldAsync()).ShouldBe(["v1"]);
        for (var stage = -1; stage < 3; stage++)
        {
            await RolloutWorld.DoAsync(world.Manager, $"/api/rollouts/{id}/advance", new { from = stage });
            await world.ServeAsync("g1", "v2", at: TimeProvider.System.GetUtcNow());
            await world.SeenAsync(id);
        }

        (await world.ToldAsync()).ShouldBe(["v2"]);
        (await world.FactsAsync<DeploymentEvent.StableVersionSet>($"deployment-{world.Deployment}"))[^1]
            .Version.ShouldBe(new ModelVersion("v2"));
    }

    [Fact]
    public async Task Missing_evidence_is_never_success()
    {
        await using var world = await RolloutWorld.StartAsync();
        var id = await world.BegunAsync();
        var refused = await RolloutWorld.DoAsync(
            world.Manager, $"/api/rollouts/{id}/advance", new { }, HttpStatusCode.Conflict);
        refused.GetProperty("code").GetString().ShouldBe("evidence_missing");
        refused.GetProperty("detail").GetString()!.ShouldContain("not measured");
    }

    [Fact]
    public async Task A_rollout_that_advances_by_itself_is_held_when_the_evidence_is_missing()
    {
        await using var world = await RolloutWorld.StartAsync();
        var (id, digest) = await world.PlanAsync("automatic", soakSeconds: 1);
        await RolloutWorld.DoAsync(world.Manager, $"/api/rollouts/{id}/approve", new { planDigest = digest });
        var held = await world.EventuallyAsync<RolloutEvent.StageHeld>($"rollout-{id}");
        held.Cause.ShouldBe(HoldCause.NoData);
        (await world.FactsAsync<RolloutEvent.StageEntered>($"rollout-{id}")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_rollout_that_advances_by_itself_takes_the_next_step_with_the_evidence()
    {
        await using var world = await RolloutWorld.StartAsync();
        var (id, digest) = await world.PlanAsync("automatic", soakSeconds: 1);
        await RolloutWorld.DoAsync(world.Manager, $"/api/rollouts/{id}/approve", new { planDigest = digest });
        await world.ServeAsync("g1", "v2", at: TimeProvider.System.GetUtcNow());
        await Fixture.Eventually.IsTrueAsync("the second stage", async () =>
            (await world.FactsAsync<RolloutEvent.StageEntered>($"rollout-{id}")).Any(entered => entered.Index == 1));
    }

    [Fact]
    public async Task Two_rollouts_of_one_deployment_cannot_be_open()
    {
        await using var world = await RolloutWorld.StartAsync();
        await world.PlanAsync();
        var refused = await RolloutWorld.DoAsync(
            world.Owner, "/api/rollouts", new { deployment = RolloutWorld.Name, candidate = "v2" },
            HttpStatusCode.Conflict);
        refused.GetProperty("code").GetString().ShouldBe("rollout_open");
    }

    [Theory]
    [InlineData("decline")]
    [InlineData("hold")]
    [InlineData("release")]
    [InlineData("rollback")]
    public async Task A_grave_act_says_why(string act)
    {
        await using var world = await RolloutWorld.StartAsync();
        var (id, _) = await world.PlanAsync();
        var mute = await RolloutWorld.DoAsync(
            world.Manager, $"/api/rollouts/{id}/{act}", new { reason = "" }, HttpStatusCode.UnprocessableEntity);
        mute.GetProperty("code").GetString().ShouldBe("reason_missing");
    }

    [Fact]
    public async Task A_plan_with_a_null_stage_is_not_accepted()
    {
        await using var world = await RolloutWorld.StartAsync();
        await RolloutWorld.DoAsync(
            world.Owner,
            "/api/rollouts",
            new { deployment = RolloutWorld.Name, candidate = "v2", stages = new object?[] { null } },
            HttpStatusCode.UnprocessableEntity);
    }
}
