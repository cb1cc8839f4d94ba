using System.Text;
using Governance.Domain.Access;
using Governance.SystemTests.Fixture;
using Microsoft.Playwright;

namespace Governance.SystemTests.Browser;

/// <summary>The page of intake is watched while senders begin: it changes by itself, and anybody can read it.</summary>
public sealed class IntakePages : IAsyncLifetime
{
    private GovernanceHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GovernanceHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("light", 390)]
    [InlineData("dark", 1440)]
    public async Task A_sender_that_begins_appears_without_a_reload(string theme, int width)
    {
        await using var desk = await Desk.SignInAsync(_host, Role.Auditor, theme, width);
        await desk.GoAsync("/intake");
        await SendAsync("support-assistant");
        await Assertions.Expect(desk.Page.Locator("table.senders tbody tr")).ToContainTextAsync("support-assistant");
        await desk.PictureAsync($"intake-{theme}-{width}");
        (await desk.ViolationsAsync()).ShouldBeEmpty();
        (await desk.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
            .ShouldBeTrue("the page scrolls sideways");
        desk.Complaints.ShouldBeEmpty();
    }

    private async Task SendAsync(string deployment)
    {
        var lines = $$"""
            {"kind":"batch","deployment":"{{deployment}}","environment":"production","model.version":"v8"}
            {"kind":"inference","time":{{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}},"finish":"stop"}
            """;
        using var content = new StringContent(lines, Encoding.UTF8, "application/x-ndjson");
        using var answer = await _host.Web.PostAsync("/v1/behaviour", content, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
