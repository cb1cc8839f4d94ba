using Governance.Domain.Access;
using Governance.EventSourcing.Projections;
using Governance.SystemTests.Audit;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Governance.SystemTests.Browser;

/// <summary>
/// The audit pages in a real browser: readable by everyone, and a proof that the browser itself checks.
/// </summary>
public sealed class AuditPages : IAsyncLifetime
{
    private GovernanceHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GovernanceHost.StartAsync();
        var log = new AuditedLog(_host);
        await log.SignedAsync(await log.AppendAsync(300));
        await _host.Services.GetRequiredService<ProjectionDaemon>().WaitForNonStaleProjectionDataAsync(
            Patience.Long, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("light", 1440)]
    [InlineData("dark", 1440)]
    [InlineData("light", 390)]
    [InlineData("dark", 390)]
    public async Task List_and_fact_are_accessible_in_both_themes(string theme, int width)
    {
        await using var desk = await Desk.SignInAsync(_host, Role.Auditor, theme, width);
        await desk.GoAsync("/audit");
        await desk.PictureAsync($"audit-{theme}-{width}");
        (await desk.ViolationsAsync()).ShouldBeEmpty();
        await desk.GoAsync("/audit/200");
        await desk.PictureAsync($"fact-{theme}-{width}");
        (await desk.ViolationsAsync()).ShouldBeEmpty();
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task F63_the_browser_checks_a_proof_step_by_step()
    {
        await using var desk = await Desk.SignInAsync(_host, Role.Auditor);
        await desk.GoAsync("/audit/200");
        await CheckAsync(desk, "Verified");
        (await desk.Page.Locator(".steps li.ok").CountAsync()).ShouldBe(4);
        await desk.PictureAsync("fact-proven-light");
        (await desk.ViolationsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("payload", "Payload")]
    [InlineData("leaf", "Payload")]
    [InlineData("path", "Path")]
    [InlineData("note", "Signature")]
    public async Task One_changed_byte_of_the_answer_is_found_in_its_step(string part, string step)
    {
        await using var desk = await Desk.SignInAsync(_host, Role.Auditor);
        await desk.Page.RouteAsync("**/proof.json", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = Change(await answer.TextAsync(), part) });
        });
        await desk.GoAsync("/audit/200");
        await CheckAsync(desk, $"Does not match: {step}");
        (await desk.Page.Locator($".steps li.failed[data-step={step}]").CountAsync()).ShouldBe(1);
    }

    private static async Task CheckAsync(Desk desk, string verdict)
    {
        await desk.Page.ClickAsync("[data-check-proof]");
        await desk.Page.Locator("#proof-verdict", new() { HasText = verdict })
            .WaitForAsync(new LocatorWaitForOptions { Timeout = Chromium.PatienceMs });
    }

    private static string Change(string json, string part) => part switch
    {
        "payload" => json.Replace("export", "Export", StringComparison.Ordinal),
        // There the leaf names the payload's hash.
        "leaf" => Flip(json, json.IndexOf("\"leaf\":\"", StringComparison.Ordinal) + 150),
        "path" => Flip(json, json.IndexOf("\"path\":[\"", StringComparison.Ordinal) + 12),
        _ => Flip(json, json.LastIndexOf("\\n", StringComparison.Ordinal) - 30),
    };

    private static string Flip(string json, int at) => json[..at] + (json[at] == 'A' ? 'B' : 'A') + json[(at + 1)..];
}
