using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Incidents;
using Governance.SystemTests.Incidents;
using Microsoft.Playwright;

namespace Governance.SystemTests.Browser;

/// <summary>The triage queue and the incident room in a real browser.</summary>
public sealed class IncidentPages : IAsyncLifetime
{
    private static readonly Actor s_officer = Actor.Person(new PersonId("officer"));
    private IncidentWorld _world = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await IncidentWorld.StartAsync();
        await DeclareAsync("one", Severity.Sev1);
        await DeclareAsync("two", Severity.Sev2);
        await DeclareAsync("three", Severity.Sev4);
        await _world.RaiseAsync("f1", 1);
        await _world.SettleAsync();
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("light", 1440)]
    [InlineData("dark", 1440)]
    [InlineData("light", 390)]
    [InlineData("dark", 390)]
    public async Task Queue_and_room_are_accessible_in_both_themes(string theme, int width)
    {
        var signalled = (await _world.RowsAsync()).Single(row => row.SignalCount > 0);
        await using var desk = await Desk.SignInAsync(_world.Host, Role.SafetyOfficer, theme, width);
        foreach (var (name, path) in new[]
        {
            ("queue", "/incidents"), ("queue-empty", "/incidents?view=mine"), ("room", $"/incidents/{signalled.Id}"),
        })
        {
            await desk.GoAsync(path);
            await desk.PictureAsync($"{name}-{theme}-{width}");
            (await desk.ViolationsAsync()).ShouldBeEmpty();
        }

        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task J_j_x_a_acknowledges_the_second_row()
    {
        await using var desk = await Desk.SignInAsync(_world.Host, Role.SafetyOfficer);
        await desk.GoAsync("/incidents");
        var rows = await desk.Page.Locator("[data-rows] > tr")
            .EvaluateAllAsync<string[]>("rows => rows.map(row => row.id)");
        foreach (var key in new[] { "j", "j", "x", "a" })
        {
            await desk.Page.Keyboard.PressAsync(key);
        }

        await desk.Page.Locator($"#{rows[1]}", new() { HasText = "Acknowledged" }).WaitForAsync();
        (await _world.IncidentAsync(rows[1]["incident-".Length..])).AcknowledgedBy.ShouldNotBeNull();
        (await _world.IncidentAsync(rows[0]["incident-".Length..])).AcknowledgedBy.ShouldBeNull();
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_row_waits_until_it_is_asked_for()
    {
        await using var desk = await Desk.SignInAsync(_world.Host, Role.SafetyOfficer);
        await desk.GoAsync("/incidents");
        await desk.Page.Locator("#live[data-state=live]").WaitForAsync();
        var before = await desk.Page.Locator("[data-rows] > tr").CountAsync();
        await DeclareAsync("late", Severity.Sev1);
        await desk.Page.Locator("[data-new-rows]", new() { HasText = "1 new" }).WaitForAsync();
        (await desk.Page.Locator("[data-rows] > tr").CountAsync()).ShouldBe(before);
        await desk.Page.Keyboard.PressAsync(".");
        await desk.Page.Locator("#incident-late").WaitForAsync();
    }

    [Fact]
    public async Task Typing_filters_the_list_and_keeps_what_is_typed()
    {
        await using var desk = await Desk.SignInAsync(_world.Host, Role.SafetyOfficer);
        await desk.GoAsync("/incidents");
        await desk.Page.Locator("#search").PressSequentiallyAsync("Incident two", new() { Delay = 40 });
        await desk.Page.Locator("#incident-one").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await desk.Page.Locator("#incident-two").WaitForAsync();
        (await desk.Page.InputValueAsync("#search")).ShouldBe("Incident two");
        (await desk.Page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("search");
        desk.Page.Url.ShouldContain("q=Incident");
        desk.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_help_says_what_every_key_does_in_whole_words()
    {
        await using var desk = await Desk.SignInAsync(_world.Host, Role.SafetyOfficer);
        await desk.GoAsync("/incidents");
        await desk.Page.Keyboard.PressAsync("?");
        await desk.Page.WaitForSelectorAsync("#key-help[open]");
        var words = await desk.Page.Locator("#key-list dd").AllInnerTextsAsync();
        words.ShouldAllBe(text => text.Length > 0 && char.IsLetter(text[0]));
        words.ShouldBeUnique();
    }

    private Task DeclareAsync(string id, Severity severity) => _world.DoAsync(
        id,
        new DeclareIncident(new($"Incident {id}", severity, DetectedBy.Human, s_officer)
        {
            Alarm = Alarm.DeclaredByHand,
        }).Decide);
}
