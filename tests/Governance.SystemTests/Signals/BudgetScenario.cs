using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Domain.Access;
using Governance.Domain.Signals;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Signals;

/// <summary>The budget of false alarms is set, divided and shown, and people say what episodes were worth.</summary>
public sealed class BudgetScenario(SignalWorld world) : IClassFixture<SignalWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_budget_is_divided_anew_when_deployments_come_and_when_somebody_sets_it()
    {
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        await world.PlayAsync("budget-one", 60, 0, (wire, turn) => wire.Call(turn.At));
        await world.PlayAsync("budget-two", 60, 0, (wire, turn) => wire.Call(turn.At));
        await SettledAsync();
        var before = await BudgetAsync(officer);
        var deployments = before.GetProperty("deployments").GetInt32();
        deployments.ShouldBeGreaterThanOrEqualTo(2);
        before.GetProperty("falseIncidentsPerWeekEach").GetDouble().ShouldBe(1.0 / deployments, 1e-9);

        var set = await officer.SendJsonAsync(
            "/signals", "/api/signals/budget",
            new { falseIncidentsPerWeek = 5, reason = "a month of learning" });
        set.StatusCode.ShouldBe(HttpStatusCode.OK);
        await SettledAsync();
        (await BudgetAsync(officer)).GetProperty("falseIncidentsPerWeek").GetDouble().ShouldBe(5);

        await world.PlayAsync("budget-two", 60, 0, (wire, turn) => wire.Call(turn.At), seed: 6);
        var part = (await BudgetAsync(officer)).GetProperty("parts").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "budget-two");
        part.GetProperty("falseIncidentsPerWeekOfStream").GetDouble().ShouldBe(5.0 / deployments / 16, 1e-9);
        var streams = await ReadAsync(officer, $"/api/signals/budget/{part.GetProperty("deployment").GetString()}");
        streams.EnumerateArray().ShouldAllBe(one => one.GetProperty("logThreshold").GetDouble() > 6);
    }

    [Fact]
    public async Task What_no_detector_can_keep_is_refused_and_a_budget_needs_a_reason()
    {
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        var none = await officer.SendJsonAsync(
            "/signals", "/api/signals/budget",
            new { falseIncidentsPerWeek = 0, reason = "silence" });
        none.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await none.Content.ReadAsStringAsync(Ct)).ShouldContain("budget_out_of_range");
        var mute = await officer.SendJsonAsync("/signals", "/api/signals/budget", new { falseIncidentsPerWeek = 2 });
        mute.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task What_people_say_of_episodes_is_counted_for_each_detector()
    {
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        var raised = await world.PlayAsync("judged", 5, 1, (wire, turn) => wire.Tool(
            turn.At, "run_shell", ("governance.action.class", turn.Changed ? "self_copy" : null)));
        var signal = raised.Single(x => x.Subject.Signal is SignalKind.ForbiddenAction);
        var address = $"/api/signals/{signal.Fingerprint}/episodes/{signal.Episode}/judgement";
        foreach (var disposition in new[] { "unknown", "false", "false" })
        {
            var said = await officer.SendJsonAsync("/signals", address, new { disposition, reason = "a drill" });
            said.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await SettledAsync();
        var precision = await ReadAsync(officer, "/api/signals/precision");
        var row = precision.EnumerateArray().Single(one => one.GetProperty("signal").GetString() == "forbiddenAction");
        (row.GetProperty("false").GetInt32(), row.GetProperty("unknown").GetInt32()).ShouldBe((1, 0));
        row.GetProperty("precision").GetDouble().ShouldBe(0);
        var missing = await officer.SendJsonAsync(
            "/signals", $"/api/signals/{signal.Fingerprint}/episodes/9/judgement",
            new { disposition = "true", reason = "x" });
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var page = await (await officer.GetAsync("/signals")).Content.ReadAsStringAsync(Ct);
        page.ShouldContain("Forbidden action");
    }

    private async Task SettledAsync()
    {
        await world.Host.Services.GetRequiredService<Reactions>().WaitUntilSettledAsync(Ct);
        var head = await world.Host.Services.GetRequiredService<EventSourcing.EventStore>().HeadAsync(Ct);
        await world.Host.Services.GetRequiredService<FoldRunner>().WaitForAsync(head.Position, Ct);
    }

    private static Task<JsonElement> BudgetAsync(SignedIn officer) => ReadAsync(officer, "/api/signals/budget");

    private static async Task<JsonElement> ReadAsync(SignedIn officer, string path)
    {
        using var answer = await officer.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }
}
