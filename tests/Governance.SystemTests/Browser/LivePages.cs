using Governance.Domain;
using Governance.Domain.Access;
using Governance.Server.Access.Accounts;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Governance.SystemTests.Browser;

/// <summary>
/// Open pages stay true: they hear of facts, survive a lost server and a lost database, and say how old they are.
/// </summary>
public sealed class LivePages
{
    private const int Tabs = 12;

    [Fact]
    public async Task Twelve_tabs_of_one_browser_are_all_live()
    {
        await using var host = await GovernanceHost.StartAsync();
        await using var desk = await Desk.SignInAsync(host, Role.SafetyOfficer);
        await desk.GoAsync("/system");
        var pages = new List<IPage> { desk.Page };
        while (pages.Count < Tabs)
        {
            var page = await desk.Context.NewPageAsync();
            desk.Listen(page);
            await page.GotoAsync("/system");
            pages.Add(page);
        }

        foreach (var page in pages)
            await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fact_reaches_an_open_page_by_itself()
    {
        await using var host = await GovernanceHost.StartAsync();
        await using var desk = await Desk.SignInAsync(host, Role.Administrator);
        await desk.GoAsync("/system");
        await Assertions.Expect(desk.Page.Locator("#live")).ToHaveTextAsync("Live");
        var before = await desk.Page.InnerTextAsync(".facts");
        var people = host.Services.GetRequiredService<People>();
        await people.RegisterAsync(
            "somebody", "Somebody", [Role.Auditor], Actor.Part("test"), TestContext.Current.CancellationToken);
        await Assertions.Expect(desk.Page.Locator(".facts")).Not.ToHaveTextAsync(before);
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lost_server_leaves_the_page_with_a_banner_and_it_comes_back_without_a_reload()
    {
        await using var database = await TestDatabase.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("governance-live-");
        var first = await GovernanceHost.StartAsync(database: database, folder: folder.FullName);
        await using var desk = await Desk.SignInAsync(first, Role.SafetyOfficer);
        await desk.GoAsync("/system");
        await Assertions.Expect(desk.Page.Locator("#live")).ToHaveTextAsync("Live");
        await desk.Page.EvaluateAsync("window.stillHere = true");
        var port = first.Web.BaseAddress!.Port;
        await first.DisposeAsync();
        await Assertions.Expect(desk.Page.Locator("#live")).ToContainTextAsync("Reconnecting");
        await Assertions.Expect(desk.Page.Locator("#banner")).ToContainTextAsync("connection is lost");
        await Assertions.Expect(desk.Page.Locator("h1")).ToHaveTextAsync("System");
        await using var second = await GovernanceHost.StartAsync(
            [$"--Ports:Web={port}"], database, folder.FullName);
        await Assertions.Expect(desk.Page.Locator("#live")).ToHaveTextAsync("Live");
        await Assertions.Expect(desk.Page.Locator("#banner .banner")).ToHaveCountAsync(0);
        (await desk.Page.EvaluateAsync<bool>("window.stillHere === true")).ShouldBeTrue();
    }
}
