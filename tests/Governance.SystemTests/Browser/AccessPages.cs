using Governance.Domain.Access;
using Governance.SystemTests.Fixture;
using Microsoft.Playwright;

namespace Governance.SystemTests.Browser;

/// <summary>
/// Administrators invite and issue; everybody sets a password; the system page says how it keeps up.
/// </summary>
public sealed class AccessPages : IAsyncLifetime
{
    private GovernanceHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GovernanceHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("/access", "light", 1440)]
    [InlineData("/access", "dark", 390)]
    [InlineData("/account", "dark", 1440)]
    [InlineData("/system", "light", 390)]
    [InlineData("/system", "dark", 1440)]
    public async Task The_page_is_accessible(string path, string theme, int width)
    {
        await using var desk = await Desk.SignInAsync(_host, Role.Administrator, theme, width);
        await desk.GoAsync(path);
        await desk.PictureAsync($"{path[1..]}-{theme}-{width}");
        (await desk.ViolationsAsync()).ShouldBeEmpty();
        (await desk.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
            .ShouldBeTrue("the page scrolls sideways");
        desk.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_invited_person_comes_in_by_their_link(bool scripted)
    {
        await using var admin = await Desk.SignInAsync(_host, Role.Administrator, scripted: scripted);
        await admin.Page.GotoAsync("/access");
        await admin.Page.ClickAsync("[data-dialog='invite']");
        await admin.Page.FillAsync("#invite-name", "Night auditor");
        await admin.Page.FillAsync("#invite-sign-in", $"night-auditor-{scripted}");
        await admin.Page.SelectOptionAsync("#invite-role", "Auditor");
        await admin.Page.ClickAsync("#invite [type='submit']");
        var link = await admin.Page.InnerTextAsync(".banner code");
        await using var invited = await Desk.OpenAsync(_host);
        await invited.Page.GotoAsync(link);
        await invited.Page.ClickAsync("#continue");
        await Assertions.Expect(invited.Page.Locator(".nav-who")).ToContainTextAsync("auditor");
    }

    [Fact]
    public async Task Nobody_changes_their_own_roles_and_the_no_is_said_where_it_was_asked()
    {
        await using var admin = await Desk.SignInAsync(_host, Role.Administrator);
        await admin.GoAsync("/access");
        await admin.Page.ClickAsync("[aria-label^='Take administrator']");
        await Assertions.Expect(admin.Page.Locator(".toast.problem"))
            .ToContainTextAsync("Nobody changes their own roles");
    }

    [Fact]
    public async Task A_password_that_was_set_opens_the_door()
    {
        await using var desk = await Desk.SignInAsync(_host, Role.ReleaseManager);
        await desk.GoAsync("/account");
        var name = await desk.Page.Locator("dd").First.InnerTextAsync();
        await desk.Page.FillAsync("#new-password", "a sentence that is easy to keep");
        await desk.Page.ClickAsync("text=Save");
        await Assertions.Expect(desk.Page.Locator(".toast")).ToContainTextAsync("Password saved");
        await desk.Page.ClickAsync("text=Sign out");
        await desk.Page.FillAsync("#name", name);
        await desk.Page.FillAsync("#password", "a sentence that is easy to keep");
        await desk.Page.ClickAsync("button:has-text('Sign in')");
        await Assertions.Expect(desk.Page.Locator(".nav-who")).ToContainTextAsync("release manager");
    }
}
