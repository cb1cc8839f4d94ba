using System.Net;
using System.Text.Json;
using Governance.Domain.Access;
using Governance.Server.Intake;
using Governance.Server.Intake.Series;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Intake;

/// <summary>Senders with metrics give series by the minute: durable, once, never added to what spans tell.</summary>
public sealed class SeriesScenario
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_captured_metric_of_models_becomes_a_series_once_and_no_observation()
    {
        await using var host = await GovernanceHost.StartAsync();
        var captures = Captures.In(Path.Combine("data", "otlp-captures"))
            .Where(one => one.Text("signal") == "metrics")
            .ToList();
        for (var again = 0; again < 2; again++)
        {
            foreach (var capture in captures)
                await SendAsync(host, capture);
        }
        (await Stored.ObservationsIn(host)).ShouldBeEmpty();
        var facts = await host.Database.ScalarAsync<long>(
            "select count(*) from mt_events where type = 'behaviour.series_recorded'");
        facts.ShouldBe(captures.Count, "a request that is sent again is the same fact");
        (await host.Database.ScalarAsync<long>("select count(distinct metric) from intake_series"))
            .ShouldBe(2, "token usage and duration; counters of the application's own are not kept");
        (await host.Database.ScalarAsync<long>("select count(*) from intake_series where stream ~ '[^0-9a-f]'"))
            .ShouldBe(0, "of attributes only keyed hashes are kept");
    }

    [Fact]
    public async Task Cumulative_points_of_two_minutes_are_read_as_growth_also_after_a_restart()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = new SharedFolder();
        var now = TimeProvider.System.GetUtcNow();
        await using (var first = await GovernanceHost.StartAsync(database: database, folder: folder.Path))
            await SendAsync(first, Tokens(now.AddMinutes(-3), now.AddMinutes(-2), count: 10, sum: 1_000));
        await using var second = await GovernanceHost.StartAsync(database: database, folder: folder.Path);
        await SendAsync(second, Tokens(now.AddMinutes(-3), now.AddMinutes(-1), count: 14, sum: 1_500));

        var read = await ReadAsync(second);
        read.Source.ShouldBe(SeriesSource.Metrics, "only metrics tell of its calls");
        read.Minutes.Select(one => (one.Count, one.Sum)).ShouldBe([(10, 1_000), (4, 500)]);
        var minute = read.Minutes[^1];
        (minute.Metric, minute.Model, minute.Operation, minute.TokenType)
            .ShouldBe((SeriesMetric.TokenUsage, "m-1", "chat", "input"));

        using var spans = await second.OtlpHttp.SendAsync(Telemetry.Spans("desk", Telemetry.Chat(1)), Stop);
        spans.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ReadAsync(second)).Source.ShouldBe(SeriesSource.Spans, "spans win, and nothing is added up");
    }

    [Fact]
    public async Task A_point_that_cannot_be_used_is_rejected_with_a_reason_and_the_rest_is_stored()
    {
        await using var host = await GovernanceHost.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var noTime = Tokens(now, DateTimeOffset.UnixEpoch, 1, 1);
        var negative = Tokens(now, now, 5, 1).Replace("\"count\":\"5\"", "\"count\":\"18446744073709551615\"");
        foreach (var (body, reason) in new[] { (noTime, "no time"), (negative, "beyond counting") })
        {
            using var answer = await host.OtlpHttp.SendAsync(Telemetry.Request("/v1/metrics", body), Stop);
            var partial = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement
                .GetProperty("partialSuccess");
            partial.GetProperty("rejectedDataPoints").GetString().ShouldBe("1");
            partial.GetProperty("errorMessage").GetString()!.ShouldContain(reason);
        }
        (await host.Database.ScalarAsync<long>("select count(*) from intake_series")).ShouldBe(0);
    }

    [Fact]
    public async Task A_model_that_only_metrics_tell_of_is_shown_with_them_on_its_page_and_to_programs()
    {
        await using var host = await GovernanceHost.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await SendAsync(host, Tokens(now.AddMinutes(-3), now.AddMinutes(-2), count: 10, sum: 1_000));
        using var auditor = await SignedIn.AsAsync(host, Role.Auditor);
        await Eventually.IsTrueAsync("the page shows them", async () =>
        {
            using var page = await auditor.GetAsync("/models/desk");
            var text = await page.Content.ReadAsStringAsync(Stop);
            return text.Contains("From the sender&#x27;s metrics", StringComparison.Ordinal)
                && text.Contains("these are the only numbers there are", StringComparison.Ordinal);
        });
        using var answer = await auditor.GetAsync("/api/deployments/desk/series?hours=1");
        var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;
        said.GetProperty("source").GetString().ShouldBe("metrics");
        var minute = said.GetProperty("minutes").EnumerateArray().ShouldHaveSingleItem();
        (minute.GetProperty("count").GetInt64(), minute.GetProperty("mean").GetDouble()).ShouldBe((10, 100));
    }

    private static async Task<SenderMinutes> ReadAsync(GovernanceHost host)
    {
        var desk = host.Services.GetRequiredService<InstallationKey>().DeploymentOf("desk");
        var now = TimeProvider.System.GetUtcNow();
        return await host.Services.GetRequiredService<SenderSeries>()
            .ReadAsync(desk, now.AddHours(-1), now.AddMinutes(1), Stop);
    }

    private static async Task SendAsync(GovernanceHost host, string body)
    {
        using var answer = await host.OtlpHttp.SendAsync(Telemetry.Request("/v1/metrics", body), Stop);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldBe("{}");
    }

    private static async Task SendAsync(GovernanceHost host, Capture capture)
    {
        if (capture.Text("transport") == "grpc")
        {
            var encoding = capture.Text("compression") == "gzip" ? "gzip" : null;
            (await GrpcCall.SendFramedAsync(host, capture.Body, capture.Text("path")!, encoding)).Status
                .ShouldBe("0", capture.Name);
            return;
        }
        using var answer = await host.OtlpHttp.SendAsync(capture.ToRequest(), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, capture.Name);
    }

    private static string Tokens(DateTimeOffset start, DateTimeOffset time, int count, double sum) => $$$"""
        {"resourceMetrics":[{"resource":{"attributes":[
          {"key":"service.name","value":{"stringValue":"desk"}},
          {"key":"service.instance.id","value":{"stringValue":"desk-1"}}]},
         "scopeMetrics":[{"metrics":[{"name":"gen_ai.client.token.usage","unit":"{token}","histogram":{
          "aggregationTemporality":2,"dataPoints":[{
           "startTimeUnixNano":"{{{Nanos(start)}}}","timeUnixNano":"{{{Nanos(time)}}}","count":"{{{count}}}",
           "sum":{{{sum}}},"bucketCounts":["{{{count}}}","0"],"explicitBounds":[1000],"attributes":[
            {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
            {"key":"gen_ai.response.model","value":{"stringValue":"m-1"}},
            {"key":"gen_ai.token.type","value":{"stringValue":"input"}}]}]}}]}]}]}
        """;

    private static long Nanos(DateTimeOffset time) => time.ToUnixTimeMilliseconds() * 1_000_000;
}
