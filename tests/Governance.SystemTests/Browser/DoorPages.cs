using Governance.Domain.Access;
using Governance.SystemTests.Fixture;
using Microsoft.Playwright;

namespace Governance.SystemTests.Browser;

/// <summary>The pages of the shell itself: the door, the frame, errors.</summary>
public sealed class DoorPages : IAsyncLifetime
{
    private GovernanceHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GovernanceHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("light", 1440)]
    [InlineData("dark", 1440)]
    [InlineData("light", 390)]
    [InlineData("dark", 390)]
    public async Task The_door_is_accessible_in_both_themes(string theme, int width)
    {
        await using var desk = await Desk.OpenAsync(_host, theme, width);
        await desk.GoAsync("/sign-in");
        await desk.PictureAsync($"sign-in-{theme}-{width}");
        (await desk.ViolationsAsync()).ShouldBeEmpty();
        desk.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/incidents")]
    [InlineData("/models")]
    [InlineData("/nowhere")]
    public async Task Head_is_answered_like_get_without_the_body(string path)
    {
        using var officer = await SignedIn.AsAsync(_host, Role.SafetyOfficer);
        using var get = await officer.GetAsync(path);
        using var head = await officer.HeadAsync(path);
        head.StatusCode.ShouldBe(get.StatusCode);
        head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType);
        (await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_script_a_refused_form_leads_back_to_its_page()
    {
        await using var desk = await Desk.SignInAsync(_host, Role.SafetyOfficer, scripted: false);
        await desk.Page.GotoAsync("/incidents?dialog=declare");
        await desk.Page.EvaluateAsync("document.querySelector('#declare form').noValidate = true");
        await desk.Page.ClickAsync("#declare button[type=submit]");
        await desk.Page.Locator("a.button", new() { HasText = "Try again" }).ClickAsync();
        desk.Page.Url.ShouldEndWith("/incidents?dialog=declare");
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task An_address_that_leads_nowhere_keeps_the_frame_and_the_way_back(string theme)
    {
        await using var desk = await Desk.SignInAsync(_host, Role.SafetyOfficer, theme);
        await desk.GoAsync("/nowhere");
        (await desk.Page.InnerTextAsync("h1")).ShouldBe("Not found");
        await desk.PictureAsync($"not-found-{theme}");
        (await desk.ViolationsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_theme_switch_changes_at_once_and_the_next_page_is_rendered_so()
    {
        await using var desk = await Desk.SignInAsync(_host, Role.SafetyOfficer);
        await desk.GoAsync("/nowhere");
        await desk.Page.ClickAsync("[data-theme-switch]");
        (await desk.Page.GetAttributeAsync("html", "data-theme")).ShouldBe("dark");
        await desk.GoAsync("/nowhere");
        (await desk.Page.GetAttributeAsync("html", "data-theme")).ShouldBe("dark");
    }

    [Fact]
    public async Task The_palette_opens_by_key_finds_a_page_and_goes_there()
    {
        await using var desk = await Desk.SignInAsync(_host, Role.SafetyOfficer);
        await desk.GoAsync("/nowhere");
        await desk.Page.Keyboard.PressAsync("Control+k");
        await desk.Page.Keyboard.TypeAsync("audit");
        await desk.PictureAsync("palette-light");
        (await desk.ViolationsAsync()).ShouldBeEmpty();
        await desk.Page.FocusAsync("#palette-input");
        await desk.Page.Keyboard.PressAsync("Enter");
        await desk.Page.WaitForURLAsync("**/audit", new() { WaitUntil = WaitUntilState.Commit });
    }

    [Fact]
    public async Task Without_script_a_link_signs_in_and_the_theme_can_be_chosen()
    {
        await using var desk = await Desk.SignInAsync(_host, Role.SafetyOfficer, scripted: false);
        await desk.Page.GotoAsync("/nowhere");
        await desk.Page.ClickAsync("[data-theme-switch]");
        (await desk.Page.GetAttributeAsync("html", "data-theme")).ShouldBe("dark");
    }
}
