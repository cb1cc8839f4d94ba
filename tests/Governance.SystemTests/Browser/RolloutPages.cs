using System.Text.RegularExpressions;
using Governance.Domain.Access;
using Governance.SystemTests.Rollouts;
using Microsoft.Playwright;

namespace Governance.SystemTests.Browser;

/// <summary>A release manager at the rollout's page: the board, the stages, approve and roll back.</summary>
public sealed partial class RolloutPages : IAsyncLifetime
{
    private RolloutWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await RolloutWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("light", 1440)]
    [InlineData("dark", 1440)]
    [InlineData("light", 390)]
    [InlineData("dark", 390)]
    public async Task Board_and_rollout_are_accessible_in_both_themes(string theme, int width)
    {
        var id = await _world.BegunAsync();
        await using var desk = await Desk.SignInAsync(_world.Host, Role.ReleaseManager, theme, width);
        foreach (var (path, name) in new[] { ("/rollouts", "rollouts"), ($"/rollouts/{id}", "rollout") })
        {
            await desk.GoAsync(path);
            await desk.PictureAsync($"{name}-{theme}-{width}");
            (await desk.ViolationsAsync()).ShouldBeEmpty();
            (await desk.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
                .ShouldBeTrue($"{path} scrolls sideways");
        }

        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Rolling_back_waits_for_a_reason_and_the_exact_name_and_then_shows_it()
    {
        var id = await _world.BegunAsync();
        await using var desk = await Desk.SignInAsync(_world.Host, Role.SafetyOfficer);
        await desk.GoAsync($"/rollouts/{id}");
        await desk.Page.Keyboard.PressAsync("b");
        var confirm = desk.Page.Locator("#roll-back [type='submit']");
        await Assertions.Expect(confirm).ToBeDisabledAsync();
        await desk.Page.FillAsync("#roll-back-reason", "answers in the wrong language");
        await desk.Page.FillAsync("#roll-back-confirm", RolloutWorld.Name[..^1]);
        await Assertions.Expect(confirm).ToBeDisabledAsync();
        await desk.Page.FillAsync("#roll-back-confirm", RolloutWorld.Name);
        await desk.PictureAsync("roll-back-dialog-light");
        (await desk.ViolationsAsync()).ShouldBeEmpty();
        await confirm.ClickAsync();
        await Assertions.Expect(desk.Page.Locator("#roll-back")).ToBeHiddenAsync();
        await Assertions.Expect(desk.Page.Locator(".subtitle")).ToContainTextAsync(RollingBack());
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_script_a_second_person_approves()
    {
        var (id, _) = await _world.PlanAsync();
        await using var desk = await Desk.SignInAsync(_world.Host, Role.ReleaseManager, scripted: false);
        await desk.Page.GotoAsync($"/rollouts/{id}");
        await desk.Page.ClickAsync("[data-dialog='approve']");
        await desk.Page.FillAsync("#approve-reason", "evaluations read");
        await desk.Page.FillAsync("#approve-confirm", "v2");
        await desk.Page.ClickAsync("#approve [type='submit']");
        await Assertions.Expect(desk.Page.Locator(".subtitle")).ToContainTextAsync("pproved");
    }

    /// <summary>Ordered; with nobody streaming it may be known already that no effect was seen.</summary>
    [GeneratedRegex("Roll(ing )?back")]
    private static partial Regex RollingBack();
}
