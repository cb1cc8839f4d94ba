using System.Net;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Rollouts;
using Microsoft.Playwright;

namespace Governance.SystemTests.Browser;

/// <summary>The officer classifies an incident in its room, and the clock wall shows what is owed.</summary>
public sealed class ClockPages : IAsyncLifetime
{
    private GovernanceHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GovernanceHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("light", 1440, true)]
    [InlineData("dark", 390, true)]
    [InlineData("light", 390, false)]
    public async Task An_incident_is_classified_in_its_room_and_its_report_is_drafted(
        string theme, int width, bool scripted)
    {
        using var person = await SignedIn.AsAsync(_host, Role.SafetyOfficer);
        var declared = await RolloutWorld.DoAsync(
            person, "/api/incidents",
            new { title = "Answers that harm", severity = "high", deployment = new string('x', 60) },
            HttpStatusCode.Created);
        var id = declared.GetProperty("id").GetString()!;
        await using var desk = await Desk.SignInAsync(_host, Role.SafetyOfficer, theme, width, scripted);

        await desk.Page.GotoAsync($"/incidents/{id}");
        await desk.Page.ClickAsync("#classify-here summary");
        await desk.Page.SelectOptionAsync("#clocks #classification", "Reportable");
        await desk.Page.CheckAsync("#clocks input[value=CaliforniaFrontierDeveloper]");
        await desk.Page.CheckAsync("#clocks input[value=CatastrophicHarm]");
        await desk.Page.FillAsync("#clocks #basis", "seen in the logs");
        await desk.Page.ClickAsync("#clocks form.classify [type=submit]");
        await Assertions.Expect(desk.Page.Locator("table.clocks").First).ToContainTextAsync("22757.13(c)(1)");
        await LookAsync(desk, $"clocks-incident-{theme}-{width}", scripted);

        await desk.Page.GotoAsync($"/incidents/{id}/clocks/ca-22757.13-c-1/report");
        await desk.Page.ClickAsync("text=Draft");
        await Assertions.Expect(desk.Page.Locator(".report")).ToContainTextAsync("Not yet known.");
        await LookAsync(desk, $"clocks-report-{theme}-{width}", scripted);
        foreach (var page in (string[])["/clocks", "/clocks/rows", "/runbooks", $"/incidents/{id}"])
        {
            await desk.Page.GotoAsync(page);
            await LookAsync(desk, $"clocks{page.Replace('/', '-')}-{theme}-{width}", scripted);
        }
    }

    private static async Task LookAsync(Desk desk, string picture, bool scripted)
    {
        await desk.PictureAsync(picture);
        if (!scripted)
            return;
        (await desk.ViolationsAsync()).ShouldBeEmpty(picture);
        (await desk.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
            .ShouldBeTrue($"{picture} scrolls sideways");
        desk.Complaints.ShouldBeEmpty(picture);
    }
}
