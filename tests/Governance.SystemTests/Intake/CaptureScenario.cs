using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Intake;

/// <summary>
/// Requests of real exporters and hand-made odd ones, replayed byte for byte against the running server.
/// </summary>
public sealed class CaptureScenario
{
    private static readonly string s_captures = Path.Combine("data", "otlp-captures");

    [Fact]
    public async Task Odd_requests_get_the_answers_they_deserve()
    {
        foreach (var meta in Captures.In(Path.Combine(s_captures, "negative")))
        {
            // A server each: the cases repeat each other's spans, which one server would rightly store once.
            await using var host = await GovernanceHost.StartAsync();
            using var answer = await host.OtlpHttp.SendAsync(meta.ToRequest(), TestContext.Current.CancellationToken);
            var expect = meta.Root.GetProperty("expect");
            expect.GetProperty("status").EnumerateArray().Select(status => status.GetInt32())
                .ShouldContain((int)answer.StatusCode, meta.Name);
            var stored = await Stored.ObservationsIn(host);
            Acceptable(expect.GetProperty("stored")).ShouldContain(stored.Count, meta.Name);
            if (expect.TryGetProperty("partialSuccess", out var partial))
            {
                var reason = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                reason.ShouldContain("not valid", customMessage: $"{meta.Name}: {partial}");
            }
        }
    }

    [Fact]
    public async Task Every_captured_http_request_is_taken()
    {
        await using var host = await GovernanceHost.StartAsync();
        foreach (var meta in Captures.In(s_captures).Where(meta => meta.Text("transport") == "http"))
        {
            using var answer = await host.OtlpHttp.SendAsync(meta.ToRequest(), TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, meta.Name);
            answer.Content.Headers.ContentType.ShouldBe(
                MediaTypeHeaderValue.Parse(meta.ContentType), meta.Name);
        }
        (await Stored.ObservationsIn(host)).ShouldNotBeEmpty();
    }

    private static IEnumerable<int> Acceptable(JsonElement stored) => stored.ValueKind is JsonValueKind.Array
        ? stored.EnumerateArray().Select(one => one.GetInt32())
        : [stored.GetInt32()];
}
