using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.OnCall.Schedules;
using Governance.Server.OnCall;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Browser;

/// <summary>The pages about being on call in a real browser.</summary>
public sealed class OnCallPages
{
    [Theory]
    [InlineData("light", 1440)]
    [InlineData("dark", 390)]
    public async Task The_pages_are_accessible_and_fit_the_screen(string theme, int width)
    {
        await using var host = await GovernanceHost.StartAsync();
        await DefineAsync(host);
        await using var desk = await Desk.SignInAsync(host, Role.SafetyOfficer, theme, width);
        foreach (var (name, path) in new[]
        {
            ("on-call", "/on-call"), ("schedule", "/on-call/schedules/nights?at=2026-11-21T00:00:00"),
            ("schedule-dialog", "/on-call/schedules/nights?dialog=define"), ("ladder", "/on-call/ladder?edit=1"),
            ("contacts", "/on-call/me"), ("pages", "/on-call/pages"), ("channels", "/system/channels"),
        })
        {
            await desk.GoAsync(path);
            await desk.PictureAsync($"{name}-{theme}-{width}");
            (await desk.ViolationsAsync()).ShouldBeEmpty();
            (await desk.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"))
                .ShouldBeLessThanOrEqualTo(width, path);
        }

        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_override_is_set_by_keyboard_and_stands_on_the_page()
    {
        await using var host = await GovernanceHost.StartAsync();
        await DefineAsync(host);
        await using var desk = await Desk.SignInAsync(host, Role.SafetyOfficer);
        await desk.GoAsync("/on-call/schedules/nights");
        await desk.Page.Keyboard.PressAsync("o");
        await desk.Page.WaitForSelectorAsync("#override[open]");
        await desk.Page.FillAsync("#override-from", "2099-01-01T00:00");
        await desk.Page.FillAsync("#override-to", "2099-01-02T00:00");
        await desk.Page.FillAsync("#override-reason", "a holiday");
        await desk.Page.Locator("#override button[type=submit]").ClickAsync();
        await desk.Page.Locator(".stand-in", new() { HasText = "a holiday" }).WaitForAsync();
        desk.Complaints.ShouldBeEmpty();
    }

    private static async Task DefineAsync(GovernanceHost host)
    {
        var (person, _) = await SignedIn.InviteAsync(host.Services, Role.ReleaseManager);
        var hours = new OpenHours([DayOfWeek.Monday, DayOfWeek.Wednesday], new(9, 0), new(17, 0));
        var rotation = new Rotation([person], new(2026, 1, 1), new(9, 0), 7) { Hours = hours };
        var define = new DefineSchedule(
            "Nights_of_the_team_that_answers_for_every_model_in_production", "Europe/Berlin", rotation,
            Actor.Part("test"));
        var outcome = await host.Services.GetRequiredService<Transactor>().TransactAsync(
            OnCallStreams.Schedule, "nights", (schedule, _) => define.Decide(schedule), define.By,
            ct: TestContext.Current.CancellationToken);
        outcome.Refusal.ShouldBeNull();
    }
}
