using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Rollouts;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Oversight;

public sealed class HaltScenario
{
    [Fact]
    public async Task One_person_halts_and_the_next_answer_says_so_whatever_is_asked()
    {
        await using var world = await RolloutWorld.StartAsync();
        var halt = await HaltAsync(world);
        var answer = await world.AskAsync("user-1");
        answer.GetProperty("value").GetString().ShouldBe("halted");
        answer.GetProperty("metadata").GetProperty("haltId").GetString().ShouldBe(halt);
        using var garbled = await world.AskRawAsync(RolloutWorld.Name, new StringContent("{", Encoding.UTF8));
        (await garbled.Content.ReadFromJsonAsync<JsonElement>(RolloutWorld.Stop))
            .GetProperty("value").GetString().ShouldBe("halted");
    }

    [Fact]
    public async Task A_double_click_is_one_halt()
    {
        await using var world = await RolloutWorld.StartAsync();
        var halt = await HaltAsync(world);
        (await HaltAsync(world, HttpStatusCode.OK)).ShouldBe(halt);
    }

    [Fact]
    public async Task Two_orders_at_the_same_moment_are_one_halt()
    {
        await using var world = await RolloutWorld.StartAsync();
        var order = new { deployment = RolloutWorld.Name, reason = "harm" };
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => world.Officer.SendJsonAsync("/rollouts", "/api/halts", order)));
        answers.Select(answer => answer.StatusCode).Order().ShouldBe(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Created]);
        var ids = await Task.WhenAll(answers.Select(async answer =>
            (await answer.Content.ReadFromJsonAsync<JsonElement>(RolloutWorld.Stop)).GetProperty("id").GetString()));
        ids.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_halt_says_why_and_a_halt_that_never_was_cannot_be_lifted()
    {
        await using var world = await RolloutWorld.StartAsync();
        var mute = await RolloutWorld.DoAsync(
            world.Officer,
            "/api/halts",
            new { deployment = RolloutWorld.Name, reason = " " },
            HttpStatusCode.UnprocessableEntity);
        mute.GetProperty("code").GetString().ShouldBe("reason_missing");
        await RolloutWorld.DoAsync(
            world.Officer, "/api/halts/nope/reenable", new { reason = "mended" }, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_rollout_and_the_board_say_that_the_deployment_is_halted()
    {
        await using var world = await RolloutWorld.StartAsync();
        var (id, _) = await world.PlanAsync();
        await HaltAsync(world);
        foreach (var path in new[] { "/rollouts", $"/rollouts/{id}" })
        {
            using var page = await world.Manager.GetAsync(path);
            (await page.Content.ReadAsStringAsync(RolloutWorld.Stop)).ShouldContain(
                $"href=\"/models/{RolloutWorld.Name}/stop\"");
        }
    }

    [Fact]
    public async Task A_name_that_nobody_has_heard_of_is_refused_and_never_listed()
    {
        await using var world = await RolloutWorld.StartAsync();
        var refused = await RolloutWorld.DoAsync(
            world.Officer, "/api/halts", new { deployment = "nope", reason = "harm" },
            HttpStatusCode.UnprocessableEntity);
        refused.GetProperty("code").GetString().ShouldBe("deployment_unknown");
        using var page = await world.Officer.GetAsync("/models/nope/stop");
        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await RolloutWorld.DoAsync(
            world.Officer,
            "/api/incidents",
            new { title = "Odd", severity = "sev2", deployment = "nope" },
            HttpStatusCode.Created);
        await world.Host.Services.GetRequiredService<Reactions>().WaitUntilSettledAsync(RolloutWorld.Stop);
        using var list = await world.Officer.GetAsync("/api/deployments");
        (await list.Content.ReadFromJsonAsync<JsonElement>(RolloutWorld.Stop)).EnumerateArray()
            .Select(row => row.GetProperty("name").GetString()).ShouldBe([RolloutWorld.Name]);
        using var model = await world.Officer.GetAsync("/models/nope");
        model.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_model_says_first_that_it_is_halted_and_still_served()
    {
        await using var world = await RolloutWorld.StartAsync();
        await world.ServeAsync("g1", "v1");
        await HaltAsync(world);
        await Eventually.IsTrueAsync("the page says so", async () =>
        {
            await world.ServeAsync("g1", "v1");
            using var answer = await world.Officer.GetAsync("/models/" + RolloutWorld.Name);
            var page = await answer.Content.ReadAsStringAsync(RolloutWorld.Stop);
            page.ShouldContain("Already halted");
            return page.Contains("Halted and still served", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Two_different_people_let_it_serve_again()
    {
        await using var world = await RolloutWorld.StartAsync();
        var path = $"/api/halts/{await HaltAsync(world)}/reenable";
        await RolloutWorld.DoAsync(world.Officer, path, new { reason = "mended" });
        var again = await RolloutWorld.DoAsync(world.Officer, path, new { reason = "really" }, HttpStatusCode.Conflict);
        again.GetProperty("code").GetString().ShouldBe("same_person_reenables");
        (await world.ToldAsync()).ShouldBe(["halted"]);
        await RolloutWorld.DoAsync(world.Manager, path, new { reason = "agreed" });
        (await world.ToldAsync()).ShouldBe(["v1"]);
    }

    [Fact]
    public async Task Nothing_advances_while_a_halt_stands()
    {
        await using var world = await RolloutWorld.StartAsync();
        var (id, digest) = await world.PlanAsync();
        await RolloutWorld.DoAsync(world.Manager, $"/api/rollouts/{id}/approve", new { planDigest = digest });
        await HaltAsync(world);
        var refused = await RolloutWorld.DoAsync(
            world.Manager, $"/api/rollouts/{id}/advance", new { }, HttpStatusCode.Conflict);
        refused.GetProperty("code").GetString().ShouldBe("deployment_restricted");
    }

    [Fact]
    public async Task A_sender_that_acknowledges_and_begins_nothing_more_has_obeyed()
    {
        await using var world = await RolloutWorld.StartAsync("--Oversight:HaltEffectSeconds=30");
        await world.ServeAsync("g1", "v1");
        var halt = await HaltAsync(world);
        await world.AcknowledgeAsync("g1", halt);
        var seen = await world.EventuallyAsync<HaltEvent.HaltEffectObserved>($"halt-{halt}");
        seen.ElapsedMs.ShouldBeGreaterThanOrEqualTo(0);
        (await world.FactsAsync<HaltEvent.HaltAcknowledged>($"halt-{halt}")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_sender_that_acknowledges_and_keeps_serving_is_named()
    {
        await using var world = await RolloutWorld.StartAsync();
        await world.ServeAsync("g1", "v1");

        // What it goes on with is told before the order: no pause of this machine looks like obedience.
        await world.ServeAsync("g2", "v1", at: TimeProvider.System.GetUtcNow().AddSeconds(50));
        var halt = await HaltAsync(world);
        await world.AcknowledgeAsync("g1", halt);
        await world.AcknowledgeAsync("g2", halt);
        var missed = await world.EventuallyAsync<HaltEvent.HaltEffectNotObserved>($"halt-{halt}");
        missed.Finding.ShouldBe(EffectFinding.StillServing);
        missed.ActivityAfter.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Nobody_heard_is_unknown_and_never_obeyed()
    {
        await using var world = await RolloutWorld.StartAsync();
        var halt = await HaltAsync(world);
        (await world.EventuallyAsync<HaltEvent.HaltEffectNotObserved>($"halt-{halt}"))
            .Finding.ShouldBe(EffectFinding.Unknown);
    }

    [Fact]
    public async Task A_halt_survives_a_restart_of_the_server()
    {
        await using var database = await TestDatabase.CreateAsync();
        var folder = Path.Combine(Path.GetTempPath(), "governance-host-" + database.Schema);
        await using (var world = await RolloutWorld.StartAsync(database, folder))
        {
            await HaltAsync(world);
        }

        await using var after = await RolloutWorld.RestartAsync(database, folder);
        (await after.AskAsync("user-1")).GetProperty("value").GetString().ShouldBe("halted");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> HaltAsync(
        RolloutWorld world, HttpStatusCode expected = HttpStatusCode.Created)
    {
        var ordered = await RolloutWorld.DoAsync(
            world.Officer,
            "/api/halts",
            new { deployment = RolloutWorld.Name, reason = "harm" },
            expected);
        return ordered.GetProperty("id").GetString()!;
    }
}
