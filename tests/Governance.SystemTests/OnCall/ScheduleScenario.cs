using System.Globalization;
using System.Net;
using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.OnCall.Schedules;
using Governance.Server.OnCall;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.OnCall;

/// <summary>Schedules by page and by program: who is on call now, and who was.</summary>
public sealed class ScheduleScenario
{
    private const string Api = "/api/on-call/schedules/primary";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_was_on_call_follows_from_what_was_recorded_by_then()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var ann = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        using var bob = await SignedIn.AsAsync(host, Role.ReleaseManager);
        await DefineAsync(host, ann.Id);
        var before = host.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await DefineAsync(host, bob.Id);
        await Eventually.IsTrueAsync("the new rotation holds", async () =>
            (await JsonAsync(ann, $"{Api}/on-call")).GetProperty("person").GetString() == bob.Id.Value);

        var asked = Uri.EscapeDataString(before.ToString("o", CultureInfo.InvariantCulture));
        (await JsonAsync(ann, $"{Api}/on-call?at={asked}")).GetProperty("person").GetString().ShouldBe(ann.Id.Value);
        (await JsonAsync(ann, $"{Api}/on-call?at=2020-01-01T00:00:00Z")).TryGetProperty("person", out var nobody)
            .ShouldBeTrue();
        nobody.ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_person_stands_in_by_a_form_without_script_and_is_on_call_at_once()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        using var manager = await SignedIn.AsAsync(host, Role.ReleaseManager);
        var made = await officer.SendFormAsync(
            "/on-call", "/on-call/schedules/night", ("name", "night"), ("zone", "Etc/UTC"),
            ("person", officer.Id.Value), ("person", ""), ("firstDay", "2026-01-01"), ("handover", "00:00"),
            ("lengthDays", "7"));
        made.StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        var now = host.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var answer = await manager.SendFormAsync(
            "/on-call/schedules/night", "/on-call/schedules/night/overrides", ("person", manager.Id.Value),
            ("from", Typed(now.AddHours(-1))), ("to", Typed(now.AddHours(5))), ("reason", "swapped"), ("key", "k1"));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync(Stop));
        await Eventually.IsTrueAsync("the override holds", async () =>
            (await JsonAsync(officer, "/api/on-call/schedules")).EnumerateArray().Single()
                .GetProperty("now").GetProperty("person").GetString() == manager.Id.Value);
        (await TextAsync(officer, "/on-call/schedules/night")).ShouldContain("swapped");

        await manager.SendFormAsync(
            "/on-call/schedules/night", "/on-call/schedules/night/overrides/k1/remove");
        await Eventually.IsTrueAsync("it is taken back", async () =>
            (await JsonAsync(officer, "/api/on-call/schedules/night/on-call"))
                .GetProperty("person").GetString() == officer.Id.Value);
    }

    [Fact]
    public async Task What_is_no_schedule_is_refused_and_says_why()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        using var auditor = await SignedIn.AsAsync(host, Role.Auditor);
        foreach (var (zone, person) in new[] { ("Mars/Olympus", officer.Id.Value), ("Etc/UTC", auditor.Id.Value) })
        {
            var refused = await officer.SendFormAsync(
                "/on-call", "/on-call/schedules/x", ("name", "x"), ("zone", zone), ("person", person),
                ("firstDay", "2026-01-01"), ("handover", "00:00"), ("lengthDays", "7"));
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }

        (await auditor.GetAsync("/on-call/schedules/x")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task DefineAsync(GovernanceHost host, params PersonId[] people)
    {
        var rotation = new Rotation(people, new(2026, 1, 1), new(0, 0), 7);
        var define = new DefineSchedule("primary", "Etc/UTC", rotation, Actor.Part("test"));
        var outcome = await host.Services.GetRequiredService<Transactor>().TransactAsync(
            OnCallStreams.Schedule, "primary", (schedule, _) => define.Decide(schedule), define.By, ct: Stop);
        outcome.Refusal.ShouldBeNull();
    }

    private static string Typed(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static async Task<JsonElement> JsonAsync(SignedIn person, string path) =>
        JsonDocument.Parse(await TextAsync(person, path)).RootElement;

    private static async Task<string> TextAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        return await answer.Content.ReadAsStringAsync(Stop);
    }
}
