using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Intake;

/// <summary>OTLP over HTTP to the letter: what the specification says of types, sizes, answers and retries.</summary>
public sealed class ConformanceScenario
{
    private const string Json = "application/json";
    private const string Protobuf = "application/x-protobuf";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Empty_requests_of_every_signal_and_encoding_are_full_successes()
    {
        await using var host = await GovernanceHost.StartAsync();
        foreach (var path in new[] { "/v1/traces", "/v1/logs", "/v1/metrics" })
        {
            (await SendAsync(host, path, [], Protobuf)).ShouldBe((HttpStatusCode.OK, Protobuf, ""), path);
            (await SendAsync(host, path, "{}"u8.ToArray(), Json)).ShouldBe((HttpStatusCode.OK, Json, "{}"), path);
            (await SendAsync(host, path, [], Protobuf, "gzip")).Status.ShouldBe(HttpStatusCode.OK, path);
        }
    }

    [Fact]
    public async Task Another_method_is_told_which_one_the_address_takes()
    {
        await using var host = await GovernanceHost.StartAsync();
        foreach (var (client, path) in new[] { (host.OtlpHttp, "/v1/traces"), (host.Web, "/v1/behaviour") })
        {
            using var answer = await client.GetAsync(path, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed, path);
            answer.Content.Headers.Allow.ShouldBe(["POST"], path);
        }

        using var nowhere = await host.Web.GetAsync("/v1/nowhere", Stop);
        nowhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_type_is_read_whatever_its_case_and_parameters_and_another_is_415()
    {
        await using var host = await GovernanceHost.StartAsync();
        foreach (var type in new[] { "application/json; charset=utf-8", "APPLICATION/JSON", "application/json;v=1" })
            (await SendAsync(host, "/v1/traces", "{}"u8.ToArray(), type)).Status.ShouldBe(HttpStatusCode.OK, type);
        foreach (var type in new[] { "application/x-protobuf; proto=any", "Application/X-Protobuf" })
            (await SendAsync(host, "/v1/traces", [], type)).Status.ShouldBe(HttpStatusCode.OK, type);
        foreach (var type in new[] { "text/plain", "application/protobuf-delimited", "application/jsonl", null })
        {
            (await SendAsync(host, "/v1/traces", "{}"u8.ToArray(), type)).Status
                .ShouldBe(HttpStatusCode.UnsupportedMediaType, type);
        }
        (await SendAsync(host, "/v1/traces", "{}"u8.ToArray(), Json, "br")).Status
            .ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await SendAsync(host, "/v1/traces", "{}"u8.ToArray(), Json, "identity")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refusal_is_a_Status_in_the_encoding_of_the_request()
    {
        await using var host = await GovernanceHost.StartAsync(
            ["--Intake:MaxWireBytes=2000", "--Intake:MaxBodyBytes=4000"]);
        var broken = await SendAsync(host, "/v1/logs", "{\"resourceLogs\":["u8.ToArray(), Json);
        (broken.Status, broken.Type).ShouldBe((HttpStatusCode.BadRequest, Json));
        JsonDocument.Parse(broken.Body).RootElement.GetProperty("code").GetInt32().ShouldBe(3);

        var cut = await SendAsync(host, "/v1/logs", [0x0A, 0x05, 0x01], Protobuf);
        (cut.Status, cut.Type).ShouldBe((HttpStatusCode.BadRequest, Protobuf));
        cut.Body[..2].ShouldBe("\u0008\u0003", "field 1: the code; field 2 says why");
        cut.Body.ShouldContain("Malformed protobuf");

        var large = await SendAsync(host, "/v1/traces", new byte[2_001], Protobuf);
        (large.Status, large.Body[..2]).ShouldBe((HttpStatusCode.RequestEntityTooLarge, "\u0008\u0008"));
        var bomb = await SendAsync(host, "/v1/traces", GrpcCall.Zipped(new byte[100_000]), Protobuf, "gzip");
        (bomb.Status, bomb.Body[..2]).ShouldBe((HttpStatusCode.RequestEntityTooLarge, "\u0008\u0008"));
        (await Stored.ObservationsIn(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_partial_success_says_how_many_and_why_and_a_warning_says_nought()
    {
        await using var host = await GovernanceHost.StartAsync();
        var noId = Telemetry.Chat(2).Replace("\"spanId\":\"0000000000000002\"", "\"spanId\":\"00\"");
        using var mixed = await host.OtlpHttp.SendAsync(Telemetry.Spans("desk", Telemetry.Chat(1), noId, noId), Stop);
        var partial = await PartialAsync(mixed);
        partial.GetProperty("rejectedSpans").GetString().ShouldBe("2", "an int64 is a string in JSON");
        partial.GetProperty("errorMessage").GetString()!.ShouldContain("not valid");

        var request = Telemetry.Chat(3).Replace("gen_ai.operation.name", "http.request.method");
        using var foreign = await host.OtlpHttp.SendAsync(Telemetry.Spans("desk", request), Stop);
        var warning = await PartialAsync(foreign);
        warning.TryGetProperty("rejectedSpans", out _).ShouldBeFalse();
        warning.GetProperty("errorMessage").GetString()!.ShouldContain("1 records");
        (await Stored.ObservationsIn(host)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_body_in_chunks_without_a_length_is_taken()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var request = Telemetry.Spans("desk", Telemetry.Chat(1));
        request.Headers.TransferEncodingChunked = true;
        using var answer = await host.OtlpHttp.SendAsync(request, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Stored.ObservationsIn(host)).Count.ShouldBe(1);
    }

    private static async Task<JsonElement> PartialAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await answer.Content.ReadAsStringAsync(Stop);
        return JsonDocument.Parse(body).RootElement.GetProperty("partialSuccess");
    }

    private static async Task<(HttpStatusCode Status, string? Type, string Body)> SendAsync(
        GovernanceHost host, string path, byte[] body, string? type, string? encoding = null)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        using var answer = await host.OtlpHttp.PostAsync(new Uri(path, UriKind.Relative), content, Stop);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Stop);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, Encoding.UTF8.GetString(bytes));
    }
}
