using System.Net;
using Governance.Domain;
using Governance.Domain.Rollouts;

namespace Governance.SystemTests.Rollouts;

public sealed class RollbackScenario
{
    [Fact]
    public async Task A_grave_incident_on_the_candidate_rolls_back_and_gateways_are_told_stable_at_once()
    {
        await using var world = await RolloutWorld.StartAsync();
        var id = await AtHundredAsync(world);
        (await world.ToldAsync()).ShouldBe(["v2"]);
        await world.DeclareAsync(Severity.Sev2, "v2");
        var ordered = await world.EventuallyAsync<RolloutEvent.RollbackOrdered>($"rollout-{id}");
        ordered.Cause.ShouldBe(RollbackCause.Incident);
        (await world.FactsAsync<RolloutEvent.StageHeld>($"rollout-{id}")).Count.ShouldBe(1);
        await Fixture.Eventually.IsTrueAsync("stable for everybody", async () => await world.ToldAsync() is ["v1"]);
    }

    [Fact]
    public async Task A_medium_incident_holds_and_the_share_stays()
    {
        await using var world = await RolloutWorld.StartAsync();
        var id = await AtHundredAsync(world);
        await world.DeclareAsync(Severity.Sev3, "v2");
        (await world.EventuallyAsync<RolloutEvent.StageHeld>($"rollout-{id}")).Cause.ShouldBe(HoldCause.Incident);
        (await world.ToldAsync()).ShouldBe(["v2"]);
        (await world.FactsAsync<RolloutEvent.RollbackOrdered>($"rollout-{id}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rollback_by_hand_is_visible_on_the_very_next_call()
    {
        await using var world = await RolloutWorld.StartAsync();
        var id = await AtHundredAsync(world);
        await RolloutWorld.DoAsync(world.Officer, $"/api/rollouts/{id}/rollback", new { reason = "worse answers" });
        (await world.AskAsync("user-1")).GetProperty("value").GetString().ShouldBe("v1");
    }

    [Fact]
    public async Task The_effect_is_observed_when_the_same_sender_is_seen_serving_stable()
    {
        await using var world = await RolloutWorld.StartAsync("--Rollouts:RollbackEffectSeconds=30");
        var id = await AtHundredAsync(world);
        await world.ServeAsync("g1", "v2");
        await RolloutWorld.DoAsync(world.Officer, $"/api/rollouts/{id}/rollback", new { reason = "worse" });
        await Fixture.Eventually.IsTrueAsync("the effect", async () =>
        {
            await world.ServeAsync("g1", "v1");
            return (await world.FactsAsync<RolloutEvent.RollbackEffectObserved>($"rollout-{id}")).Count == 1;
        });
        var seen = await world.EventuallyAsync<RolloutEvent.RollbackEffectObserved>($"rollout-{id}");
        seen.CandidateLastSeen.ShouldNotBeNull();
        seen.ElapsedMs.ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task Silence_is_not_success()
    {
        await using var world = await RolloutWorld.StartAsync();
        var id = await AtHundredAsync(world);
        await world.ServeAsync("g1", "v2");
        await RolloutWorld.DoAsync(world.Officer, $"/api/rollouts/{id}/rollback", new { reason = "worse" });
        var missed = await world.EventuallyAsync<RolloutEvent.RollbackEffectNotObserved>($"rollout-{id}");
        missed.Finding.ShouldBe(EffectFinding.Unknown);
        missed.Instance.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_sender_that_keeps_serving_the_candidate_is_named()
    {
        await using var world = await RolloutWorld.StartAsync();
        var id = await AtHundredAsync(world);

        // What it goes on with is told before the order: no pause of this machine looks like obedience.
        await world.ServeAsync("g1", "v2", at: TimeProvider.System.GetUtcNow().AddSeconds(50));
        await RolloutWorld.DoAsync(world.Officer, $"/api/rollouts/{id}/rollback", new { reason = "worse" });
        (await world.EventuallyAsync<RolloutEvent.RollbackEffectNotObserved>($"rollout-{id}"))
            .Finding.ShouldBe(EffectFinding.StillServing);
    }

    [Fact]
    public async Task The_page_rolls_back_without_script_and_only_with_the_name_typed()
    {
        await using var world = await RolloutWorld.StartAsync();
        var id = await AtHundredAsync(world);
        var page = $"/rollouts/{id}";
        using (var wrong = await world.Officer.SendFormAsync(
            page, $"{page}/roll-back", ("reason", "worse"), ("confirm", "another")))
        {
            wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        using var done = await world.Officer.SendFormAsync(
            page, $"{page}/roll-back", ("reason", "worse"), ("confirm", RolloutWorld.Name));
        done.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await world.ToldAsync()).ShouldBe(["v1"]);
        using var shown = await world.Officer.GetAsync(page);
        (await shown.Content.ReadAsStringAsync(RolloutWorld.Stop)).ShouldContain("Effect of the rollback");
    }

    private static async Task<string> AtHundredAsync(RolloutWorld world)
    {
        var id = await world.BegunAsync();
        for (var stage = 0; stage < 2; stage++)
        {
            await world.ServeAsync("g1", "v2");
            await world.SeenAsync(id);
            await RolloutWorld.DoAsync(world.Manager, $"/api/rollouts/{id}/advance", new { from = stage });
        }

        return id;
    }
}
