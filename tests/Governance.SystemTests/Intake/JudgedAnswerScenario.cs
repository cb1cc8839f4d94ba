using System.Net;
using System.Text.Json;
using Governance.Domain.Intake;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Intake;

/// <summary>A score outside any trace, of an answer that it names by its id, over HTTP and a real database.</summary>
public sealed class JudgedAnswerScenario
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_score_finds_its_answer_whether_it_comes_after_or_before_it()
    {
        await using var host = await GovernanceHost.StartAsync();
        await SendAsync(host, Telemetry.Spans("desk", Answer(1, "resp-1")));
        await SendAsync(host, Score("resp-1"));
        await SendAsync(host, Score("resp-2"));
        (await ScoresIn(host)).ShouldHaveSingleItem().SpanId.ShouldBe("0000000000000001");
        await SendAsync(host, Telemetry.Spans("desk", Answer(2, "resp-2")));
        await Eventually.IsTrueAsync("the waiting score is stored", async () => (await ScoresIn(host)).Count == 2);
        var scores = await ScoresIn(host);
        scores.ShouldAllBe(one => one.ModelVersion == "v7" && one.TargetFound == true && one.TraceId != null);
        scores.Select(one => one.SpanId).ShouldBe(["0000000000000001", "0000000000000002"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_an_agents_span_says_holds_for_calls_that_came_with_or_after_it()
    {
        await using var host = await GovernanceHost.StartAsync();
        var agent = Span(0xa0, parent: 0, ("gen_ai.operation.name", "invoke_agent"), ("user.id", "u-1"),
            ("governance.context", "evaluation"));
        await SendAsync(host, Telemetry.Spans("desk", Answer(1, "resp-1"), agent));
        await SendAsync(host, Telemetry.Spans("desk", Answer(2, "resp-2")));
        var calls = (await Stored.ObservationsIn(host)).Where(one => one.Kind is ObservationKind.Inference).ToList();
        calls.Count.ShouldBe(2);
        calls.ShouldAllBe(one => one.Context == "evaluation" && one.User != null);
    }

    private static async Task<List<Observation>> ScoresIn(GovernanceHost host) =>
        [.. (await Stored.ObservationsIn(host)).Where(one => one.Kind is ObservationKind.Evaluation)];

    private static string Answer(int number, string id) => Span(number, parent: 0xa0,
        ("gen_ai.operation.name", "chat"), ("gen_ai.response.model", "v7"), ("gen_ai.response.id", id));

    private static string Span(int number, int parent, params (string Key, string Value)[] attributes) =>
        JsonSerializer.Serialize(new
        {
            traceId = $"{1:x32}",
            spanId = $"{number:x16}",
            parentSpanId = parent == 0 ? "" : $"{parent:x16}",
            startTimeUnixNano = Now(),
            endTimeUnixNano = Now(),
            attributes = Attributes(attributes),
        });

    private static HttpRequestMessage Score(string answer) => Telemetry.Request("/v1/logs", $$"""
        {"resourceLogs":[{"resource":{"attributes":{{JsonSerializer.Serialize(Attributes(("service.name", "desk")))}}},
        "scopeLogs":[{"logRecords":[{{JsonSerializer.Serialize(new
        {
            timeUnixNano = Now(),
            eventName = "gen_ai.evaluation.result",
            attributes = Attributes(("gen_ai.evaluation.name", "relevance"), ("gen_ai.response.id", answer)),
        })}}]}]}]}
        """);

    private static object Attributes(params (string Key, string Value)[] attributes) =>
        attributes.Select(pair => new { key = pair.Key, value = new { stringValue = pair.Value } });

    private static string Now() => $"{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}000000";

    private static async Task SendAsync(GovernanceHost host, HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await host.OtlpHttp.SendAsync(request, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Stop));
        }
    }
}
