using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Governance.Domain.Access;
using Governance.Domain.Signals;
using Governance.EventSourcing;
using Governance.Server.Pipeline;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Signals;

/// <summary>Detectors are tried on the past: what they find again, what others would have, and who may ask.</summary>
public sealed class BacktestScenario(SignalWorld world) : IClassFixture<SignalWorld>
{
    private const string Page = "/signals";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_it_ran_it_finds_every_signal_of_the_log_again_field_by_field()
    {
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        var live = await PlayAsync("backtest-again");
        live.ShouldNotBeEmpty();
        await JudgeAsync(officer, live[0], "true");
        var answer = await AnswerAsync(officer, new { deployments = new[] { "backtest-again" } });
        var rows = answer.GetProperty("rows").EnumerateArray().ToList();
        rows.Count.ShouldBe(live.Count);
        foreach (var raised in live)
        {
            var again = rows.Select(row => row.GetProperty("a")).Single(a =>
                a.GetProperty("fingerprint").GetString() == raised.Fingerprint.Value
                && a.GetProperty("number").GetInt32() == raised.Episode);
            again.GetProperty("evidence").GetRawText()
                .ShouldBe(JsonSerializer.Serialize(raised.Evidence, FactJson.Options));
        }

        var summary = answer.GetProperty("summary");
        summary.GetProperty("read").GetProperty("isWholePast").GetBoolean().ShouldBeTrue();
        summary.GetProperty("a").GetProperty("true").GetInt32().ShouldBe(1);
        summary.GetProperty("a").GetProperty("new").GetInt32().ShouldBe(0);
        summary.GetProperty("recorded").GetProperty("signals").GetInt32().ShouldBe(live.Count);
        summary.GetProperty("a").GetProperty("incidents").GetInt32()
            .ShouldBe(summary.GetProperty("recorded").GetProperty("incidents").GetInt32());
    }

    [Fact]
    public async Task Wider_margins_find_less_and_the_same_question_has_the_same_answer()
    {
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        (await PlayAsync("backtest-margins")).ShouldNotBeEmpty();
        // The incident is told after its signal, and belongs to the answer as of the question.
        await world.Host.Services.GetRequiredService<Reactions>().WaitUntilSettledAsync(Ct);
        var head = (await world.Host.Services.GetRequiredService<EventStore>().HeadAsync(Ct)).Position;
        var question = new
        {
            deployments = new[] { "backtest-margins" },
            until = $"{head}",
            b = new { margins = 10.0 },
        };
        var first = (await AnswerAsync(officer, question)).GetProperty("summary");
        first.GetProperty("a").GetProperty("signals").GetInt32().ShouldBeGreaterThan(0);
        first.GetProperty("b").GetProperty("signals").GetInt32().ShouldBe(0);
        first.GetProperty("found").GetProperty("onlyA").GetInt32()
            .ShouldBe(first.GetProperty("a").GetProperty("signals").GetInt32());
        first.GetProperty("a").GetProperty("digest").GetString()
            .ShouldNotBe(first.GetProperty("b").GetProperty("digest").GetString());
        var again = (await AnswerAsync(officer, question)).GetProperty("summary");
        again.GetProperty("digest").GetString().ShouldBe(first.GetProperty("digest").GetString());
    }

    [Fact]
    public async Task A_detector_that_is_only_recorded_opens_nothing_and_one_that_is_off_finds_nothing()
    {
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        (await PlayAsync("backtest-modes")).ShouldContain(raised => raised.Subject.Signal == SignalKind.Refusal);
        string[] deployments = ["backtest-modes"];
        var rows = RefusalsOf(await AnswerAsync(officer, new
        {
            deployments,
            a = new { detectors = new[] { new { detector = "refusal", mode = "monitor" } } },
            b = new { detectors = new[] { new { detector = "refusal", mode = "off" } } },
        }));
        rows.ShouldContain(row => row.GetProperty("a").ValueKind == JsonValueKind.Object);
        foreach (var row in rows.Where(row => row.GetProperty("a").ValueKind == JsonValueKind.Object))
            row.GetProperty("a").GetProperty("incidents").GetInt32().ShouldBe(0);
        rows.ShouldAllBe(row => row.GetProperty("b").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task A_detector_is_configured_otherwise_than_the_one_that_stands()
    {
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        (await PlayAsync("backtest-configured")).ShouldContain(raised => raised.Subject.Signal == SignalKind.Refusal);
        var blunt = new { minimumRatio = 10.0, minimumDifference = 0.9, maximumDifference = 0.9 };
        var rows = RefusalsOf(await AnswerAsync(officer, new
        {
            deployments = (string[])["backtest-configured"],
            a = new { detectors = new[] { new { detector = "refusal", configuration = new { severity = "sev5" } } } },
            b = new { detectors = new[] { new { detector = "refusal", configuration = blunt } } },
        }));
        rows.ShouldNotBeEmpty();
        rows.ShouldAllBe(row => row.GetProperty("b").ValueKind == JsonValueKind.Null);
        foreach (var found in rows.Select(row => row.GetProperty("a")).Where(a => a.ValueKind == JsonValueKind.Object))
        {
            found.GetProperty("evidence").GetProperty("severityHint").GetString().ShouldBe("sev5");
            found.GetProperty("incidents").GetInt32().ShouldBe(0);
        }
    }

    [Fact]
    public async Task The_file_has_a_line_for_each_finding()
    {
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        var live = await PlayAsync("backtest-file");
        var answer = await AnswerAsync(officer, new { deployments = new[] { "backtest-file" } });
        using var file = await officer.GetAsync($"/api/backtests/{answer.GetProperty("id").GetString()}/signals.csv");
        file.StatusCode.ShouldBe(HttpStatusCode.OK);
        var lines = (await file.Content.ReadAsStringAsync(Ct)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(1 + live.Count);
        lines[1].ShouldContain("backtest-file");
    }

    [Fact]
    public async Task Who_may_not_change_detectors_may_read_answers_and_not_ask()
    {
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        using var auditor = await SignedIn.AsAsync(world.Host, Role.Auditor);
        await world.PlayAsync("backtest-asked", 60, 0, (wire, turn) => wire.Call(turn.At));
        var asked = await auditor.SendJsonAsync(Page, "/api/backtests", new { });
        asked.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var answer = await AnswerAsync(officer, new { deployments = new[] { "backtest-asked" } });
        var path = $"/api/backtests/{answer.GetProperty("id").GetString()}";
        using var read = await auditor.GetAsync(path);
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await auditor.SendJsonAsync(Page, path + "/cancel", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await officer.SendJsonAsync(Page, path + "/cancel", new { })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_question_that_no_detector_can_answer_is_refused_and_says_why()
    {
        using var officer = await SignedIn.AsAsync(world.Host, Role.SafetyOfficer);
        await world.PlayAsync("backtest-refused", 10, 0, (wire, turn) => wire.Call(turn.At));
        string[] whom = ["backtest-refused"];
        (object Wish, string Code)[] wrong =
        [
            (new { deployments = (string[])["nobody"] }, "backtest_deployment_unknown"),
            (new { deployments = whom, from = "last week" }, "backtest_moment"),
            (new { deployments = whom, from = "9", until = "8" }, "backtest_range_empty"),
            (new { deployments = whom, b = new { margins = 100.0 } }, "backtest_setting_out_of_range"),
            (new { deployments = whom, b = new { falseIncidentsPerWeek = 0.0 } }, "budget_out_of_range"),
            (Setting(new { detector = "nobody" }), "backtest_detector_unknown"),
            (Setting(new { detector = "error" }, new { detector = "error" }), "backtest_detector_twice"),
            (Setting(new { detector = "error", configuration = new { minimumSample = -1 } }),
                "configuration_not_valid"),
        ];
        foreach (var (wish, code) in wrong)
        {
            var refused = await officer.SendJsonAsync(Page, "/api/backtests", wish);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain(code);
        }

        object Setting(params object[] detectors) => new { deployments = whom, b = new { detectors } };
    }

    private static List<JsonElement> RefusalsOf(JsonElement answer) =>
    [
        .. answer.GetProperty("rows").EnumerateArray()
            .Where(row => row.GetProperty("stream").GetProperty("signal").GetString() == "refusal"),
    ];

    /// <summary>A change that stands out, small enough to be played in a moment.</summary>
    private async Task<IReadOnlyList<SignalGroupEvent.SignalRaised>> PlayAsync(string deployment)
    {
        var raised = await world.PlayAsync(
            deployment, 900, 600, (wire, turn) => wire.Call(
                turn.At, ("governance.refusal", wire.Dice.Chance(turn.Changed ? 0.4 : 0.1))));
        // The incidents of these signals are in the log, too, before anybody asks.
        await world.Host.Services.GetRequiredService<Reactions>().WaitUntilSettledAsync(Ct);
        return raised;
    }

    private static async Task JudgeAsync(SignedIn officer, SignalGroupEvent.SignalRaised raised, string disposition)
    {
        var judged = await officer.SendJsonAsync(
            Page,
            $"/api/signals/{raised.Fingerprint}/episodes/{raised.Episode}/judgement",
            new { disposition, reason = "seen by a person" });
        judged.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<JsonElement> AnswerAsync(SignedIn officer, object question)
    {
        using var asked = await officer.SendJsonAsync(Page, "/api/backtests", question);
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted, await asked.Content.ReadAsStringAsync(Ct));
        var id = (await asked.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString();
        var answer = default(JsonElement);
        await Eventually.IsTrueAsync("the back-test ends", async () =>
        {
            using var read = await officer.GetAsync($"/api/backtests/{id}");
            if (read.StatusCode is not HttpStatusCode.OK)
                return false;
            answer = await read.Content.ReadFromJsonAsync<JsonElement>(Ct);
            return answer.GetProperty("status").GetString() != "running";
        });
        answer.GetProperty("status").GetString().ShouldBe("finished", answer.GetRawText());
        return answer;
    }
}
