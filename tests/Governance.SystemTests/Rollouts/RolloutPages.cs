using Governance.Domain.Access;
using Governance.Domain.Rollouts;
using Governance.SystemTests.Browser;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Rollouts;

/// <summary>The rollout and stop pages in a real browser, in both themes.</summary>
public sealed class RolloutPages
{
    private static readonly string[] s_themes = ["light", "dark"];

    [Fact]
    public async Task Every_state_of_a_rollout_is_readable_by_everyone()
    {
        await using var world = await RolloutWorld.StartAsync("--Rollouts:RollbackEffectSeconds=60");
        var (id, digest) = await world.PlanAsync();
        await LookAsync(world, "rollout-planned", $"/rollouts/{id}");
        await RolloutWorld.DoAsync(
            world.Manager, $"/api/rollouts/{id}/approve", new { planDigest = digest, reason = "read" });
        await RolloutWorld.DoAsync(world.Manager, $"/api/rollouts/{id}/advance", new { });
        await StreamAsync(world, "v1", "v2");
        await LookAsync(world, "rollout-running", $"/rollouts/{id}");
        await LookAsync(world, "rollouts", "/rollouts");
        await RolloutWorld.DoAsync(world.Officer, $"/api/rollouts/{id}/rollback", new { reason = "worse answers" });
        await Eventually.IsTrueAsync("the effect", async () =>
        {
            await world.ServeAsync("g1", "v1", 9);
            return (await world.FactsAsync<RolloutEvent.RollbackEffectObserved>($"rollout-{id}")).Count == 1;
        });
        await LookAsync(world, "rollout-rolled-back", $"/rollouts/{id}");
    }

    [Fact]
    public async Task The_stop_page_is_readable_by_everyone_before_and_after()
    {
        await using var world = await RolloutWorld.StartAsync();
        await StreamAsync(world, "v1");
        var page = $"/models/{RolloutWorld.Name}/stop";
        await LookAsync(world, "stop-1", page);
        await LookAsync(world, "stop-2", $"{page}?step=2");
        await StopAsync(world, page);
        await LookAsync(world, "stop-halted", page);
    }

    [Fact]
    public async Task Who_planned_is_told_why_they_cannot_be_second()
    {
        await using var world = await RolloutWorld.StartAsync();
        var (id, _) = await world.PlanAsync(by: world.Manager);
        using var shown = await world.Manager.GetAsync($"/rollouts/{id}");
        var html = await shown.Content.ReadAsStringAsync(RolloutWorld.Stop);
        html.ShouldContain("1 of 2. You planned it, so you cannot be second.");
    }

    [Fact]
    public async Task A_dialog_of_an_act_that_cannot_be_done_says_why_and_offers_nothing()
    {
        await using var world = await RolloutWorld.StartAsync();
        var (id, _) = await world.PlanAsync(by: world.Manager);
        using var shown = await world.Manager.GetAsync($"/rollouts/{id}?dialog=approve");
        var html = await shown.Content.ReadAsStringAsync(RolloutWorld.Stop);
        html.ShouldNotContain("You are the second person");
        html.ShouldNotContain("approve-reason");
        html.ShouldNotContain("roll-back-reason");
    }

    private static async Task StopAsync(RolloutWorld world, string page)
    {
        await using var desk = await Desk.SignInAsync(world.Host, Role.SafetyOfficer);
        await desk.GoAsync($"{page}?step=2");
        await desk.Page.FillAsync("#stop-reason", "It wrote to a customer's account.");
        await desk.Page.FillAsync("#stop-confirm", RolloutWorld.Name);
        await desk.Page.ClickAsync("button.kill");
        await desk.Page.WaitForSelectorAsync("#halt");
        (await world.AskAsync("user-1")).GetProperty("value").GetString().ShouldBe("halted");
    }

    private static async Task StreamAsync(RolloutWorld world, params string[] versions)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var seconds in Enumerable.Range(0, 24).Select(step => step * 5))
        {
            foreach (var (index, version) in versions.Index())
            {
                await world.ServeAsync(
                    "g1", version, index == 0 ? 9 : 1 + (seconds % 3), now.AddSeconds(seconds - 115));
            }
        }

        await world.ServeAsync("g1", versions[^1]);
    }

    private static async Task LookAsync(RolloutWorld world, string name, string path)
    {
        foreach (var theme in s_themes)
        {
            await using var desk = await Desk.SignInAsync(world.Host, Role.ReleaseManager, theme);
            // The first visit lets the door's page finish; what it complains of is not this page's business.
            await desk.GoAsync(path);
            var elsewhere = desk.Complaints.Count;
            await desk.GoAsync(path);
            await desk.PictureAsync($"{name}-{theme}");
            (await desk.ViolationsAsync()).ShouldBeEmpty($"{name} in {theme}");
            desk.Complaints.Skip(elsewhere).ShouldBeEmpty();
        }
    }
}
