using System.Net;
using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Incidents;
using Governance.Domain.OnCall;
using Governance.Domain.OnCall.Schedules;
using Governance.Server.OnCall;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Governance.SystemTests.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.OnCall;

/// <summary>Ladders that page people: whoever is on call, by the ways they chose.</summary>
public sealed class LadderScenario
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_is_on_call_is_paged_and_their_next_way_is_tried_where_the_first_certainly_failed()
    {
        await using var pager = await Pager.StartAsync();
        await using var broken = await Pager.StartAsync();
        broken.Answer = 404;
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        await ScheduleAsync(host, officer.Id);
        foreach (var url in new[] { broken.UrlOf("first"), pager.UrlOf("second") })
        {
            var added = await officer.SendFormAsync(
                "/on-call/me", "/on-call/me/contacts", ("format", "webhook"), ("address", url));
            added.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await added.Content.ReadAsStringAsync(Stop));
        }

        await DefineAsync(officer, ("Schedule:primary", 600));
        await DeclareAsync(host, "a");
        await Eventually.IsTrueAsync("the second way", () => !pager.Pages.IsEmpty);
        pager.Pages.Single().Key.ShouldBe($"page/a/1/1/{officer.Id.Value}/2");
        broken.Pages.Single().Key.ShouldBe($"page/a/1/1/{officer.Id.Value}");
        var state = await StateAsync(host, "a");
        state.Status.ShouldBe(EscalationStatus.Climbing);
        (state.Pinned!.Policy, state.Pinned.Version).ShouldBe(("default", 1));
    }

    [Fact]
    public async Task Where_nobody_is_on_call_a_step_holds_until_somebody_is()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        var tomorrow = DateOnly.FromDateTime(Now(host).UtcDateTime.AddDays(1));
        await ScheduleAsync(host, officer.Id, firstDay: tomorrow);
        await DefineAsync(officer, hold: 4 * 86_400, ("Schedule:primary", 600));
        await DeclareAsync(host, "a");

        await EventuallyAsync(host, "a", state => state.Held is not null);
        (await TextAsync(officer, "/incidents/a")).ShouldContain("Step 1 waits until somebody is on call");
        var held = (await StateAsync(host, "a")).Held!;
        held.Until.ShouldBe(new DateTimeOffset(tomorrow, TimeOnly.MinValue, TimeSpan.Zero));
        (await host.Database.ScalarAsync<long>("select count(*) from msg_timer where due_at > now() + '1 minute'"))
            .ShouldBe(1);
    }

    [Fact]
    public async Task An_edited_ladder_changes_no_running_one_until_somebody_moves_it()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        await DefineAsync(officer, ($"Person:{officer.Id.Value}", 600));
        await DeclareAsync(host, "a");
        await EventuallyAsync(host, "a", state => state.Pages.Count == 1);
        await DefineAsync(officer, ("Role:SafetyOfficer", 900), ("Wait:", 60));
        (await StateAsync(host, "a")).Pinned!.Version.ShouldBe(1);
        (await TextAsync(officer, "/incidents/a")).ShouldContain("Paged safety officer");
        (await TextAsync(officer, "/on-call/ladder")).ShouldContain("by version 1");
        (await TextAsync(officer, "/on-call/escalations/a")).ShouldContain("Move to version 2");

        var moved = await officer.SendFormAsync("/on-call/escalations/a", "/on-call/escalations/a/move");
        moved.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var state = await StateAsync(host, "a");
        (state.Pinned!.Version, state.Step, state.Round, state.Pages.Count).ShouldBe((2, 1, 2, 2));
        (await TextAsync(officer, "/on-call/escalations/a")).ShouldNotContain("Move to version 2");
    }

    [Fact]
    public async Task A_ladder_that_names_nobody_is_refused_and_the_one_before_stays()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        using var auditor = await SignedIn.AsAsync(host, Role.Auditor);
        foreach (var target in new[] { $"Person:{auditor.Id.Value}", "Schedule:none", "Role:Model", "Address:x", "?" })
        {
            var refused = await officer.SendFormAsync(
                "/on-call/ladder", "/on-call/ladder", ("rounds", "1"), ("target-1", target), ("wait-1", "60"));
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, target);
        }

        JsonDocument.Parse(await TextAsync(officer, "/api/on-call/ladder")).RootElement
            .GetProperty("version").GetInt32().ShouldBe(0);
        (await auditor.GetAsync("/on-call/me")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static Task DefineAsync(SignedIn officer, params (string Target, int Wait)[] steps) =>
        DefineAsync(officer, 0, steps);

    private static async Task DefineAsync(SignedIn officer, int hold, params (string Target, int Wait)[] steps)
    {
        (string, string)[] fields =
        [
            ("rounds", "1"),
            .. steps.SelectMany((step, index) => new[]
            {
                ($"target-{index + 1}", step.Target), ($"wait-{index + 1}", $"{step.Wait}"),
                ($"hold-{index + 1}", $"{hold}"),
            }),
        ];
        var saved = await officer.SendFormAsync("/on-call/ladder", "/on-call/ladder", fields);
        saved.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await saved.Content.ReadAsStringAsync(Stop));
    }

    private static async Task ScheduleAsync(GovernanceHost host, PersonId person, DateOnly? firstDay = null)
    {
        var rotation = new Rotation([person], firstDay ?? new(2026, 1, 1), new(0, 0), 7);
        var define = new DefineSchedule("primary", "Etc/UTC", rotation, Actor.Part("test"));
        await host.Services.GetRequiredService<Transactor>().TransactAsync(
            OnCallStreams.Schedule, "primary", (schedule, _) => define.Decide(schedule), define.By, ct: Stop);
        await host.Services.GetRequiredService<FoldRunner>().WaitForAsync(
            await host.Database.ScalarAsync<long>("select position from es_head"), Stop);
    }

    private static Task<Outcome<Incident>> DeclareAsync(GovernanceHost host, string id) =>
        host.Services.GetRequiredService<Transactor>().DeclareAsync(id);

    private static DateTimeOffset Now(GovernanceHost host) =>
        host.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    private static async Task<Escalation> StateAsync(GovernanceHost host, string incident) =>
        (await host.Services.GetRequiredService<Transactor>()
            .ReadAsync(OnCallStreams.Escalation, incident, Stop)).State;

    private static Task EventuallyAsync(GovernanceHost host, string incident, Func<Escalation, bool> holds) =>
        Eventually.IsTrueAsync("the escalation's state", async () => holds(await StateAsync(host, incident)));

    private static async Task<string> TextAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        return await answer.Content.ReadAsStringAsync(Stop);
    }
}
