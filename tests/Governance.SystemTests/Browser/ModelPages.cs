using Governance.Domain.Access;
using Governance.SystemTests.Fleet;

namespace Governance.SystemTests.Browser;

/// <summary>The list of models and a model's page in a real browser.</summary>
public sealed class ModelPages : IAsyncLifetime
{
    private FleetWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await FleetWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("light", 1440)]
    [InlineData("dark", 1440)]
    [InlineData("light", 390)]
    [InlineData("dark", 390)]
    public async Task List_and_model_are_accessible_in_both_themes(string theme, int width)
    {
        await using var desk = await Desk.SignInAsync(_world.Host, Role.SafetyOfficer, theme, width);
        foreach (var (name, path) in Pages)
        {
            await desk.GoAsync(path);
            await desk.PictureAsync($"{name}-{theme}-{width}");
            (await desk.ViolationsAsync()).ShouldBeEmpty(path);
            (await desk.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
                .ShouldBeTrue($"{path} scrolls sideways at {width} px");
        }

        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_script_the_list_leads_to_the_model_and_on_to_its_stop_page()
    {
        await using var desk = await Desk.SignInAsync(_world.Host, Role.SafetyOfficer, scripted: false);
        await desk.Page.GotoAsync("/models");
        await desk.Page.ClickAsync($"a.main-link:has-text('{FleetWorld.Registered}')");
        (await desk.Page.InnerTextAsync("h1")).ShouldBe(FleetWorld.Registered);
        (await desk.Page.Locator("#signals .spark").CountAsync()).ShouldBeGreaterThan(0);
        (await desk.Page.GetAttributeAsync("a.button.danger", "href"))
            .ShouldBe($"/models/{FleetWorld.Registered}/stop");
    }

    private static IEnumerable<(string Name, string Path)> Pages =>
    [
        ("models", "/models"),
        ("model", "/models/" + FleetWorld.Registered),
        ("model-quiet", "/models/" + Uri.EscapeDataString(FleetWorld.Quiet)),
    ];
}
