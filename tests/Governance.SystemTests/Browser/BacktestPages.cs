using Governance.Domain.Access;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Signals;
using Microsoft.Playwright;

namespace Governance.SystemTests.Browser;

/// <summary>The past is tried again in a real browser: the form, the answer, and both without script.</summary>
public sealed class BacktestPages : IAsyncLifetime
{
    private GovernanceHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GovernanceHost.StartAsync(["--Signals:WindowSeconds=5", "--Signals:LatenessSeconds=1"]);
        foreach (var name in (string[])["support-assistant", "a-deployment-of-" + new string('x', 80)])
        {
            var wire = new Wire(_host, name, seed: 5);
            var from = TimeProvider.System.GetUtcNow().AddSeconds(-200);
            for (var i = 0; i < 1_500; i++)
            {
                wire.Call(from.AddSeconds(i / 10.0), ("governance.refusal", wire.Dice.Chance(i < 900 ? 0.02 : 0.35)));
                if (i % 250 == 249)
                    await wire.SendAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("light", 1440)]
    [InlineData("dark", 390)]
    public async Task Two_configurations_are_tried_and_compared(string theme, int width)
    {
        await using var desk = await Desk.SignInAsync(_host, Role.SafetyOfficer, theme, width);
        await LookAsync(desk, "/backtests", $"backtests-ask-{theme}-{width}");
        await desk.Page.FillAsync("[name=marginsB]", "4");
        await desk.Page.SelectOptionAsync("[name=detectorB]", "latency");
        await desk.Page.SelectOptionAsync("[name=modeB]", "Off");
        await desk.Page.ClickAsync("#ask-form button[type=submit]");
        await desk.Page.Locator("#comparison").WaitForAsync(new LocatorWaitForOptions { Timeout = 30_000 });
        (await desk.Page.TextContentAsync("main")).ShouldNotBeNull().ShouldContain("off, margins × 4");
        await LookAsync(desk, new Uri(desk.Page.Url).AbsolutePath, $"backtest-{theme}-{width}");
        (await desk.Page.Locator("#findings tbody tr").CountAsync()).ShouldBeGreaterThan(0);
        await LookAsync(desk, "/backtests", $"backtests-{theme}-{width}");
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_script_a_question_is_asked_and_answered()
    {
        await using var desk = await Desk.SignInAsync(_host, Role.SafetyOfficer, scripted: false);
        await desk.Page.GotoAsync("/backtests");
        await desk.Page.CheckAsync("input[name=deployment] >> nth=0");
        await desk.Page.ClickAsync("#ask-form button[type=submit]");
        await desk.Page.WaitForURLAsync("**/backtests/*");
        await Eventually.IsTrueAsync("the answer is shown", async () =>
        {
            await desk.Page.ReloadAsync();
            return await desk.Page.Locator("#comparison").CountAsync() == 1;
        });
    }

    private static async Task LookAsync(Desk desk, string path, string picture)
    {
        await desk.GoAsync(path);
        await desk.PictureAsync(picture);
        (await desk.ViolationsAsync()).ShouldBeEmpty();
        (await desk.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"))
            .ShouldBeTrue($"{path} is no wider than the window");
    }
}
