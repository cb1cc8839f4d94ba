using System.Net;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Intake;
using Microsoft.Playwright;
using Npgsql;

namespace Governance.SystemTests.Browser;

/// <summary>The database goes away under open and fresh pages.</summary>
public sealed class OutagePages
{
    [Fact]
    public async Task An_open_page_keeps_its_rows_under_a_banner_and_a_fresh_one_is_503_in_its_frame()
    {
        await using var database = await TestDatabase.CreateAsync();
        var real = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var cable = new Cable("127.0.0.1", real.Port);
        (real.Host, real.Port) = ("127.0.0.1", cable.Port);
        await using var host = await GovernanceHost.StartAsync(
            [$"--ConnectionStrings:Governance={real.ConnectionString}"], database);
        await using var desk = await Desk.SignInAsync(host, Role.SafetyOfficer);
        await desk.GoAsync("/system");
        await Assertions.Expect(desk.Page.Locator("#live")).ToHaveTextAsync("Live");
        var rows = await desk.Page.Locator("tbody tr").CountAsync();

        cable.Pull();
        await Assertions.Expect(desk.Page.Locator("#banner")).ToContainTextAsync(
            "cannot be reached");
        (await desk.Page.Locator("tbody tr").CountAsync()).ShouldBe(rows);
        var fresh = await desk.Context.NewPageAsync();
        var answer = (await fresh.GotoAsync("/system"))!;
        answer.Status.ShouldBe((int)HttpStatusCode.ServiceUnavailable);
        (await answer.HeaderValueAsync("retry-after")).ShouldBe("2");
        await Assertions.Expect(fresh.Locator("nav[aria-label=Main]")).ToBeVisibleAsync();
        await Assertions.Expect(fresh.Locator(".banner").First).ToContainTextAsync("cannot be reached");

        cable.Plug();
        await Assertions.Expect(desk.Page.Locator("#banner .banner")).ToHaveCountAsync(0);
    }
}
