using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Intake;
using Governance.Server.Access.Keys;
using Governance.SystemTests.Fixture;
using Governance.Server.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Intake;

/// <summary>What a sender of JSON lines may rely on, over HTTP and a real database.</summary>
public sealed class LinesScenario
{
    private const string Batch = """{"kind":"batch","deployment":"desk","model.version":"v8"}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_are_taken_at_both_doors_plain_and_packed_and_stored_once()
    {
        await using var host = await GovernanceHost.StartAsync();
        var lines = $$"""
            {{Batch}}
            {"kind":"inference","id":"i-1","time":"2026-03-02T09:00:00Z","outputTokens":210}
            {"kind":"evaluation","time":"2026-03-02T09:00:02Z","of":"i-1","name":"correctness","score":1}
            """;
        foreach (var (client, zip) in new[] { (host.Web, false), (host.OtlpHttp, true), (host.Web, false) })
        {
            using var answer = await SendAsync(client, lines, zip: zip);
            (await AnswerAsync(answer)).GetProperty("accepted").GetInt32().ShouldBe(2);
        }
        var stored = await Stored.ObservationsIn(host);
        stored.Select(one => (one.Kind, one.ModelVersion)).ShouldBe(
            [(ObservationKind.Inference, "v8"), (ObservationKind.Evaluation, "v8")], ignoreOrder: true);
    }

    [Fact]
    public async Task Batch_JSON_says_the_same()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var answer = await SendAsync(
            host.Web,
            """{"batch":{"deployment":"desk"},"records":[{"kind":"inference","time":1772442002000}]}""",
            "application/json");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Stored.SegmentsIn(host)).ShouldHaveSingleItem().Header.Name.ShouldBe("desk");
    }

    [Fact]
    public async Task The_answer_names_each_refused_line_and_takes_the_rest()
    {
        await using var host = await GovernanceHost.StartAsync();
        using var answer = await SendAsync(host.Web, $$"""
            {{Batch}}
            {"kind":"inference","time":1772442002000,"prompt":"words"}
            {"kind":"inference"}
            not json
            """);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var said = await AnswerAsync(answer);
        (said.GetProperty("accepted").GetInt32(), said.GetProperty("refused").GetInt32()).ShouldBe((1, 2));
        said.GetProperty("unknownFields").GetInt32().ShouldBe(1);
        said.GetProperty("errors").EnumerateArray()
            .Select(error => (error.GetProperty("line").GetInt32(), error.GetProperty("code").GetString()))
            .ShouldBe([(3, "no_time"), (4, "not_an_object")]);
        (await Stored.ObservationsIn(host)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("application/x-ndjson", "not json\nnor this", 400, "not_readable")]
    [InlineData("application/json", "{\"batch\":", 400, "not_readable")]
    [InlineData("text/plain", "{}", 415, "not_these_types")]
    [InlineData("application/jsonl", "{\"x\":\"0123456789012345678901234567890123456789\"}", 413, "too_large")]
    public async Task What_cannot_be_read_at_all_is_refused_with_its_reason(
        string type, string body, int status, string code)
    {
        await using var host = await GovernanceHost.StartAsync(["--Intake:MaxWireBytes=40"]);
        using var answer = await SendAsync(host.Web, body, type);
        ((int)answer.StatusCode, (await AnswerAsync(answer)).GetProperty("code").GetString()).ShouldBe((status, code));
    }

    [Fact]
    public async Task A_request_larger_than_one_append_is_stored_whole()
    {
        await using var host = await GovernanceHost.StartAsync();
        var lines = string.Join('\n', Enumerable.Range(0, 9_000).Select(number =>
            $$"""{"kind":"inference","id":"{{number}}","time":"2026-03-02T09:00:00Z"}""").Prepend(Batch));
        using var answer = await SendAsync(host.Web, lines, zip: true);
        (await AnswerAsync(answer)).GetProperty("accepted").GetInt32().ShouldBe(9_000);
        (await Stored.SegmentsIn(host)).Sum(segment => segment.Observations.Count).ShouldBe(9_000);
    }

    [Fact]
    public async Task Where_a_key_is_asked_for_lines_need_one_too()
    {
        await using var host = await GovernanceHost.StartAsync(["--Intake:RequireKey=true"]);
        var (_, key) = await host.Services.GetRequiredService<ApiKeys>()
            .IssueAsync("desk", Role.Model, Actor.Part("test"), Stop);
        using var stranger = await SendAsync(host.Web, Batch);
        stranger.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var known = await SendAsync(host.Web, Batch, key: key);
        known.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_schema_is_published_by_the_server()
    {
        await using var host = await GovernanceHost.StartAsync();
        var schema = await host.Web.GetFromJsonAsync<JsonElement>("/schemas/behaviour-v1.json", Stop);
        schema.GetProperty("$id").GetString().ShouldBe("urn:governance:schema:behaviour-v1");
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, string body, string type = "application/x-ndjson", bool zip = false, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/behaviour");
        var bytes = Encoding.UTF8.GetBytes(body);
        request.Content = new ByteArrayContent(zip ? Zipped(bytes) : bytes);
        request.Content.Headers.ContentType = new(type);
        if (zip)
            request.Content.Headers.ContentEncoding.Add("gzip");
        if (key is not null)
            request.Headers.Add("Authorization", $"Bearer {key}");
        return await client.SendAsync(request, Stop);
    }

    private static Task<JsonElement> AnswerAsync(HttpResponseMessage answer) =>
        answer.Content.ReadFromJsonAsync<JsonElement>(Stop);

    private static byte[] Zipped(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
