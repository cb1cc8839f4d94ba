using Governance.Domain.Access;
using Governance.SystemTests.Signals;

namespace Governance.SystemTests.Browser;

/// <summary>The pages of detectors and of drift in a real browser.</summary>
public sealed class SignalPages : IAsyncLifetime
{
    private const string Model = "a-deployment-with-quite-a-long-name-that-has-to-wrap-somewhere";

    private readonly SignalWorld _world = new();
    private string _halves = "";

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        _halves = SignalWorld.Halves(700);
        await _world.PlayAsync(Model, 700, 1, (wire, turn) =>
        {
            wire.Call(turn.At, ("governance.task.class", turn.Number % 3 == 0 ? "summarise" : "answer"));
            wire.Tool(turn.At, "run_shell", ("governance.action.class", turn.Changed ? "self_copy" : null));
        });
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("light", 1440)]
    [InlineData("dark", 1440)]
    [InlineData("light", 390)]
    [InlineData("dark", 390)]
    public async Task Detectors_are_accessible_in_both_themes(string theme, int width)
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
    public async Task Without_script_an_episode_is_judged_on_its_detectors_page()
    {
        await using var desk = await Desk.SignInAsync(_world.Host, Role.SafetyOfficer, scripted: false);
        await desk.Page.GotoAsync("/detectors");
        await desk.Page.ClickAsync("a.main-link:has-text('Forbidden action')");
        await desk.Page.ClickAsync("#episodes summary");
        await desk.Page.CheckAsync("#episodes input[value='true']");
        await desk.Page.FillAsync("#episodes input[name='reason']", "it did copy itself");
        await desk.Page.ClickAsync("#episodes button[type='submit']");
        (await desk.Page.InnerTextAsync("#episodes .judging")).ShouldContain("judged true");
        desk.Page.Url.ShouldEndWith("/detectors/forbidden_action");
    }

    private IEnumerable<(string Name, string Path)> Pages =>
    [
        ("detectors", "/detectors"),
        ("detector", "/detectors/latency"),
        ("detector-form", "/detectors/latency?dialog=configure"),
        ("model", "/models/" + Model),
        ("detector-rule", "/detectors/forbidden_action"),
        ("detector-blind", "/detectors/sycophancy"),
        ("drift-form", "/drift?deployment=" + Model),
        ("drift", $"/drift?deployment={Model}&{_halves}"),
    ];
}
