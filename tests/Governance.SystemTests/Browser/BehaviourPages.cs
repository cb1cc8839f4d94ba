using System.Net;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Intake;
using Microsoft.Playwright;

namespace Governance.SystemTests.Browser;

/// <summary>Behaviour found again in a real browser: the search, one observation, a trace as a tree.</summary>
public sealed class BehaviourPages : IAsyncLifetime
{
    private const string Trace = "/behaviour/trace/00000000000000000000000000000001";

    private GovernanceHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GovernanceHost.StartAsync();
        using var sent = await _host.OtlpHttp.SendAsync(
            Telemetry.Spans(
                "support", Telemetry.Chat(0xa0), Telemetry.Tool(2), Telemetry.Chat(3, "v2"), Telemetry.Tool(4)),
            TestContext.Current.CancellationToken);
        using var auditor = await SignedIn.AsAsync(_host, Role.Auditor);
        await Eventually.IsTrueAsync("the trace is found", async () =>
        {
            using var answer = await auditor.GetAsync(Trace);
            return answer.StatusCode is HttpStatusCode.OK;
        });
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("light", 1440)]
    [InlineData("dark", 390)]
    public async Task Search_observation_and_tree_are_accessible_in_both_themes(string theme, int width)
    {
        await using var desk = await Desk.SignInAsync(_host, Role.Auditor, theme, width);
        await LookAsync(desk, "/behaviour?q=deployment:support", $"behaviour-{theme}-{width}");
        await desk.Page.ClickAsync("#asking summary");
        (await desk.ViolationsAsync()).ShouldBeEmpty();
        await desk.PictureAsync($"behaviour-asking-{theme}-{width}");
        await LookAsync(desk, Trace, $"trace-{theme}-{width}");
        await LookAsync(desk, "/behaviour?q=deployment:support", $"behaviour-{theme}-{width}");
        await desk.Page.Locator("a.main-link").First.ClickAsync();
        await desk.Page.WaitForURLAsync("**/behaviour/*:*");
        await LookAsync(desk, new Uri(desk.Page.Url).AbsolutePath, $"observation-{theme}-{width}");
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_browser_checks_the_proof_of_an_observation()
    {
        await using var desk = await Desk.SignInAsync(_host, Role.Auditor);
        await desk.GoAsync("/behaviour?q=version:v2");
        await desk.Page.Locator("a.main-link").First.ClickAsync();
        await Eventually.IsTrueAsync("the segment is signed", async () =>
        {
            await desk.Page.ReloadAsync();
            return await desk.Page.Locator("[data-check-observation]").CountAsync() == 1;
        });
        await CheckAsync(desk, "Verified");
        (await desk.Page.Locator(".steps li.ok").CountAsync()).ShouldBe(4);
        await desk.PictureAsync("observation-proven");

        await desk.Page.RouteAsync("**/proof", async route =>
        {
            var answer = await route.FetchAsync();
            var text = await answer.TextAsync();
            await route.FulfillAsync(
                new() { Response = answer, Body = text.Replace("v2", "v3", StringComparison.Ordinal) });
        });
        await CheckAsync(desk, "Does not match: Leaf, Segment");
    }

    [Fact]
    public async Task Without_script_a_search_is_typed_and_sent()
    {
        await using var desk = await Desk.SignInAsync(_host, Role.Auditor, scripted: false);
        await desk.Page.GotoAsync("/behaviour");
        await desk.Page.FillAsync("#search", "kind:tool-call");
        await desk.Page.PressAsync("#search", "Enter");
        await desk.Page.WaitForURLAsync("**q=kind*");
        (await desk.Page.Locator("tbody[data-rows] tr").CountAsync()).ShouldBe(2);
    }

    private static async Task LookAsync(Desk desk, string path, string picture)
    {
        await desk.GoAsync(path);
        await desk.PictureAsync(picture);
        (await desk.ViolationsAsync()).ShouldBeEmpty();
        (await desk.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"))
            .ShouldBeTrue($"{path} is no wider than the window");
    }

    private static async Task CheckAsync(Desk desk, string verdict)
    {
        await desk.Page.ClickAsync("[data-check-observation]");
        await desk.Page.Locator("#observation-verdict", new() { HasText = verdict })
            .WaitForAsync(new LocatorWaitForOptions { Timeout = Chromium.PatienceMs });
    }
}
