using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Governance.Domain.Access;
using Governance.Server.Intake.Grpc;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Privacy.Drops;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Governance.SystemTests.Intake.Privacy;

/// <summary>
/// A text in every place that a request has for one is found nowhere again: not in a table, a file, a line of our own
/// log at its most talkative, a metric or a page.
/// </summary>
public sealed class SmugglingScenario
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_in_every_place_of_a_request_is_found_nowhere_again()
    {
        using var heard = new Heard();
        await using var host = await GovernanceHost.StartAsync(
            ["--Logging:LogLevel:Default=Trace"],
            adjust: builder => builder.Logging.ClearProviders().AddProvider(heard));
        foreach (var (path, request) in Requests())
            await ExpectAsync(host, path, request.ToJson(), "application/json", HttpStatusCode.OK);
        foreach (var (path, request) in Requests())
            await ExpectAsync(host, path, request.ToProtobuf(), "application/x-protobuf", HttpStatusCode.OK);
        foreach (var (path, request) in Requests())
            await CallAsync(host, path, request);
        await SendLinesAsync(host);
        await SendWhatIsRefusedAsync(host);
        await Eventually.IsTrueAsync(
            "what was dropped is written down",
            async () => (await DropsAsync(host)).Count > 0);

        var stored = await Stored.ObservationsIn(host);
        stored.Select(one => one.Kind).Distinct().Count().ShouldBeGreaterThan(5, "what was sent is stored");
        (await Stored.SegmentsIn(host)).ShouldContain(segment => segment.Header.Name == "lines");
        stored.ShouldContain(one => one.User != null && one.ConversationId != null, "people have pseudonyms");
        (await EverythingKept.WithAnyOfAsync(host, Smuggled.Words)).ShouldBeEmpty();
        foreach (var said in await SaidAsync(host))
            ShouldSayNothing(said);
        var reasons = (await DropsAsync(host)).Select(drop => drop.Reason).Distinct();
        reasons.ShouldBe(["unlisted_name", "content", "unusable_value", "many_attributes"], ignoreOrder: true);
        heard.Lines.ShouldNotBeEmpty();
        heard.Lines.Where(line => Smuggled.Words.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .ShouldBeEmpty();
    }

    private static Task<IReadOnlyList<Drop>> DropsAsync(GovernanceHost host) =>
        host.Services.GetRequiredService<DropTable>().ReadAsync(deployment: null, Ct);

    private static IEnumerable<(string Path, Tree Request)> Requests() =>
        [("/v1/traces", Smuggled.Spans()), ("/v1/logs", Smuggled.Logs()), ("/v1/metrics", Smuggled.Metrics())];

    private static async Task CallAsync(GovernanceHost host, string path, Tree request)
    {
        var method = GrpcMethod.Of(path switch
        {
            "/v1/traces" => TelemetrySignal.Traces,
            "/v1/logs" => TelemetrySignal.Logs,
            _ => TelemetrySignal.Metrics,
        });
        var message = request.ToProtobuf();
        foreach (var sent in (byte[][])[message, message[..^7]])
        {
            var answer = await GrpcCall.SendFramedAsync(host, GrpcCall.Framed(sent), method);
            answer.Status.ShouldBe(sent == message ? "0" : "3");
            ShouldSayNothing($"{answer.Message} {answer.Details} {Encoding.Latin1.GetString(answer.Body)}");
        }
    }

    private static async Task SendLinesAsync(GovernanceHost host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/behaviour")
        {
            Content = new StringContent(Smuggled.Lines(), Encoding.UTF8, "application/x-ndjson"),
        };
        using var answer = await host.OtlpHttp.SendAsync(request, Ct);
        var said = await answer.Content.ReadAsStringAsync(Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, said);
        ShouldSayNothing(said);
    }

    private static void ShouldSayNothing(string said) =>
        Smuggled.Words.ShouldAllBe(word => !said.Contains(word, StringComparison.OrdinalIgnoreCase), said);

    /// <summary>Cut short, not what it says, of an unknown encoding: refused, and as silent about it.</summary>
    private static async Task SendWhatIsRefusedAsync(GovernanceHost host)
    {
        foreach (var (path, request) in Requests())
        {
            var (json, protobuf) = (request.ToJson(), request.ToProtobuf());
            await ExpectAsync(host, path, json[..^40], "application/json", HttpStatusCode.BadRequest);
            await ExpectAsync(host, path, protobuf[..^7], "application/x-protobuf", HttpStatusCode.BadRequest);
            await ExpectAsync(host, path, json, "application/x-protobuf", HttpStatusCode.BadRequest);
            await ExpectAsync(host, path, json, "text/plain", HttpStatusCode.UnsupportedMediaType);
            await ExpectAsync(host, path, json, "application/json", HttpStatusCode.BadRequest, "gzip");
            await ExpectAsync(host, path, json, "application/json", HttpStatusCode.UnsupportedMediaType, "br");
        }
    }

    private static async Task ExpectAsync(
        GovernanceHost host, string path, byte[] body, string type, HttpStatusCode expected, string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (encoding is not null)
            request.Content.Headers.ContentEncoding.Add(encoding);
        using var answer = await host.OtlpHttp.SendAsync(request, Ct);
        var said = await answer.Content.ReadAsStringAsync(Ct);
        answer.StatusCode.ShouldBe(expected, said);
        ShouldSayNothing(said);
    }

    private static async Task<List<string>> SaidAsync(GovernanceHost host)
    {
        using var reader = await SignedIn.AsAsync(host, Role.SafetyOfficer);
        var said = new List<string> { await host.Web.GetStringAsync(new Uri("/metrics", UriKind.Relative), Ct) };
        foreach (var page in (string[])["/models", "/models/support", "/audit", "/system", "/incidents", "/privacy"])
        {
            using var shown = await reader.GetAsync(page);
            said.Add(await shown.Content.ReadAsStringAsync(Ct));
        }
        return said;
    }

    /// <summary>Every line that any part of the server logs.</summary>
    private sealed class Heard : ILoggerProvider, ILogger
    {
        internal ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
