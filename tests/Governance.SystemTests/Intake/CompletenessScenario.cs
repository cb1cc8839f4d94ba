using System.Globalization;
using System.Net;
using System.Text.Json;
using Governance.Domain.Access;
using Governance.Domain.Signals;
using Governance.EventSourcing;
using Governance.Server.Fleet.Board;
using Governance.Server.Intake.Completeness;
using Governance.Server.Pipeline;
using Governance.SystemTests.EndToEnd;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Intake;

/// <summary>A sender counts what it sends; whatever is not held is said, wherever the deployment is.</summary>
public sealed class CompletenessScenario
{
    private static readonly string[] s_now = ["--Completeness:DelaySeconds=0"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_second_count_completeness_is_unknown()
    {
        await using var host = await GovernanceHost.StartAsync(s_now);
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        await SendAsync(host, Telemetry.Spans("desk", Telemetry.Chat(1)));
        await JudgeAsync(host);
        (await AskAsync(officer, "desk")).GetProperty("sentence").GetString()
            .ShouldBe("completeness unknown: no sender counts");
        (await PageAsync(officer, "/models/desk")).ShouldContain("governance.sender.counts");
    }

    [Fact]
    public async Task A_shortfall_is_said_is_a_signal_and_ends_when_late_data_fills_it()
    {
        await using var host = await GovernanceHost.StartAsync(s_now);
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        await SendAsync(host, Telemetry.Spans("desk", [.. Enumerable.Range(1, 20).Select(n => Telemetry.Chat(n))]));
        await SendAsync(host, Counts(1, 30));
        await JudgeAsync(host);

        var said = await AskAsync(officer, "desk");
        said.GetProperty("sentence").GetString().ShouldBe("held 20 of 30 (66.66 %), 10 unexplained");
        said.GetProperty("hours")[0].GetProperty("unexplained").GetProperty("inference").GetInt64().ShouldBe(10);
        var page = await PageAsync(officer, "/models/desk");
        page.ShouldContain("Held 20 of 30 (66.66 %), 10 unexplained.");
        page.ShouldContain("desk: held 20 of 30");

        await SendAsync(host, Telemetry.Spans("desk", [.. Enumerable.Range(21, 10).Select(n => Telemetry.Chat(n))]));
        await JudgeAsync(host);
        (await AskAsync(officer, "desk")).GetProperty("sentence").GetString()
            .ShouldBe("held 30 of 30 (100 %), 0 unexplained");
        (await PageAsync(officer, "/models/desk")).ShouldNotContain("id=\"conditions\"");
    }

    [Fact]
    public async Task An_hour_that_is_over_is_a_fact_and_late_data_says_it_anew_while_the_past_stays_as_it_was()
    {
        await using var host = await GovernanceHost.StartAsync(s_now);
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        await SendAsync(host, Telemetry.Spans("desk", [.. Enumerable.Range(1, 20).Select(n => Telemetry.Chat(n))]));
        await SendAsync(host, Counts(1, 30));
        await JudgeAsync(host, TimeSpan.FromHours(2));
        var before = (await host.Services.GetRequiredService<EventStore>().HeadAsync(Ct))
            .Position;
        await SendAsync(host, Telemetry.Spans("desk", [.. Enumerable.Range(21, 10).Select(n => Telemetry.Chat(n))]));
        await JudgeAsync(host, TimeSpan.FromHours(2));

        var then = await AskAsync(officer, "desk", $"&asOf={before}");
        then.GetProperty("sentence").GetString().ShouldBe("held 20 of 30 (66.66 %), 10 unexplained");
        var now = await AskAsync(officer, "desk", $"&asOf={long.MaxValue}");
        now.GetProperty("sentence").GetString().ShouldBe("held 30 of 30 (100 %), 0 unexplained");
        now.GetProperty("hours").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_sender_with_metrics_counts_by_its_counter()
    {
        await using var host = await GovernanceHost.StartAsync(s_now);
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        await SendAsync(host, Counter(secondsAgo: 300, inferences: 7));
        await SendAsync(host, Telemetry.Spans("desk", [.. Enumerable.Range(1, 10).Select(n => Telemetry.Chat(n))]));
        await SendAsync(host, Counter(secondsAgo: 0, inferences: 19));
        await JudgeAsync(host);
        (await AskAsync(officer, "desk")).GetProperty("sentence").GetString()
            .ShouldBe("held 10 of 12 (83.33 %), 2 unexplained");
    }

    [Fact]
    public async Task An_instrumentations_histogram_of_its_calls_is_a_second_count()
    {
        await using var host = await GovernanceHost.StartAsync(s_now);
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        await SendAsync(host, Histogram(secondsAgo: 300, ("chat", 3), ("execute_tool", 7)));
        await SendAsync(
            host, Telemetry.SpansFrom("a1", "desk", [.. Enumerable.Range(1, 10).Select(n => Telemetry.Chat(n))]));
        await SendAsync(host, Histogram(secondsAgo: 0, ("chat", 14), ("text_completion", 1)));
        await JudgeAsync(host);
        (await AskAsync(officer, "desk")).GetProperty("sentence").GetString()
            .ShouldBe("held 10 of 12 (83.33 %), 2 unexplained");
        using var intake = JsonDocument.Parse(await PageAsync(officer, "/api/intake"));
        intake.RootElement.GetProperty("rows")[0].GetProperty("completeness").GetString()
            .ShouldBe("held 10 of 12 (83.33 %), 2 unexplained");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.2")]
    public async Task What_the_real_driver_loses_is_what_is_missing(string lose)
    {
        await using var host = await GovernanceHost.StartAsync(s_now);
        using var officer = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        var ledger = Path.Combine(host.Folder, "sent.ndjson");
        await using var driver = Driver.Start(
            ledger, "--endpoint", host.OtlpHttp.BaseAddress!.ToString().TrimEnd('/'), "--fast", "--start=-1200",
            "--duration", "300", "--rate", "0.3", "--governance", "counts", "--lose", lose, "--signals", "traces,logs",
            "--deployment", "chat", "--seed", "7");
        (await driver.EndAsync(Ct)).ShouldBe(0);
        // Nothing is said of tool calls: those whose model call was lost wait for its version before they are kept.
        var lost = driver.Ledger().Count(line => line.Json.GetProperty("kind").GetString() == "chat"
            && line.Json.TryGetProperty("lost", out var gone) && gone.GetBoolean());
        await JudgeAsync(host);

        var said = await AskAsync(officer, "chat");
        var missing = said.GetProperty("hours").EnumerateArray().Sum(hour =>
            hour.GetProperty("unexplained").TryGetProperty("inference", out var gone) ? gone.GetInt64() : 0);
        missing.ShouldBe(lost, said.GetProperty("sentence").GetString());
        var found = host.Services.GetRequiredService<FleetBoard>().RowsAt(TimeProvider.System.GetUtcNow())
            .Single(row => row.Name == "chat").Findings
            .Any(finding => finding is { IsOpen: true, Subject.Signal: SignalKind.Incomplete });
        found.ShouldBe(lost > 0);
    }

    private static async Task JudgeAsync(GovernanceHost host, TimeSpan later = default)
    {
        var watch = host.Services.GetRequiredService<CompletenessWatch>();
        await watch.JudgeAsync(TimeProvider.System.GetUtcNow() + later, Ct);
        var store = host.Services.GetRequiredService<EventStore>();
        await host.Services.GetRequiredService<FoldRunner>().WaitForAsync((await store.HeadAsync(Ct)).Position, Ct);
    }

    private static async Task<JsonElement> AskAsync(SignedIn person, string deployment, string more = "")
    {
        using var answer = await person.GetAsync($"/api/completeness?deployment={deployment}{more}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        return json.RootElement.Clone();
    }

    private static async Task<string> PageAsync(SignedIn person, string path)
    {
        using var answer = await person.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
    }

    private static async Task SendAsync(GovernanceHost host, HttpRequestMessage request)
    {
        using var answer = await host.OtlpHttp.SendAsync(request, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static string Nano(int secondsAgo) =>
        ((TimeProvider.System.GetUtcNow().AddSeconds(-secondsAgo) - DateTimeOffset.UnixEpoch).Ticks * 100)
        .ToString(CultureInfo.InvariantCulture);

    private static HttpRequestMessage Counter(int secondsAgo, long inferences) => Telemetry.Request(
        "/v1/metrics",
        $$"""
        {"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"desk"} }]},
        "scopeMetrics":[{"metrics":[{"name":"governance.sender.records","unit":"{record}","sum":{
        "aggregationTemporality":2,"isMonotonic":true,"dataPoints":[{"asInt":"{{inferences}}",
        "startTimeUnixNano":"{{Nano(3_600)}}","timeUnixNano":"{{Nano(secondsAgo)}}","attributes":[
        {"key":"governance.record.kind","value":{"stringValue":"inference"} }]}]} }]}]}]}
        """);

    private static HttpRequestMessage Histogram(int secondsAgo, params (string Operation, int Count)[] calls) =>
        Telemetry.Request(
            "/v1/metrics",
            $$"""
            {"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"desk"} },
            {"key":"service.instance.id","value":{"stringValue":"a1"} }]},"scopeMetrics":[{"metrics":[{
            "name":"gen_ai.client.operation.duration","unit":"s","histogram":{"aggregationTemporality":2,
            "dataPoints":[{{string.Join(',', calls.Select(call => Measured(secondsAgo, call.Operation, call.Count)))}}]
            } }]}]}]}
            """);

    private static string Measured(int secondsAgo, string operation, int count) =>
        $$"""
        {"count":"{{count}}","sum":{{count}},"bucketCounts":["{{count}}"],"explicitBounds":[],
        "startTimeUnixNano":"{{Nano(3_600)}}","timeUnixNano":"{{Nano(secondsAgo)}}","attributes":[
        {"key":"gen_ai.operation.name","value":{"stringValue":"{{operation}}"} }]}
        """;

    private static HttpRequestMessage Counts(int sequence, long inferences)
    {
        var nano = Nano(secondsAgo: 0);
        return Telemetry.Request(
            "/v1/logs",
            $$"""
            {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"desk"} }]},
            "scopeLogs":[{"logRecords":[{"timeUnixNano":"{{nano}}","eventName":"governance.sender.counts","attributes":[
            {"key":"governance.batch.sequence","value":{"intValue":"{{sequence}}"} },
            {"key":"governance.count.inference","value":{"intValue":"{{inferences}}"} }]}]}]}]}
            """);
    }
}
