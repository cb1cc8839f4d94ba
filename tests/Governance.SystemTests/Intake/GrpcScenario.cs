using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Governance.Domain;
using Governance.Domain.Access;
using Governance.Server.Access.Keys;
using Governance.Server.Intake.Grpc;
using Governance.Server.Intake.Otlp;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.SystemTests.Intake;

/// <summary>OTLP over gRPC, as a client sees it that knows nothing but gRPC.</summary>
public sealed class GrpcScenario
{
    private static readonly string s_captures = Path.Combine("data", "otlp-captures");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_captured_call_is_taken()
    {
        await using var host = await GovernanceHost.StartAsync();
        var captures = Captures.In(s_captures).Where(one => one.Text("transport") == "grpc").ToList();
        captures.ShouldNotBeEmpty();
        foreach (var capture in captures)
        {
            var encoding = capture.Text("compression") == "gzip" ? "gzip" : null;
            var answer = await GrpcCall.SendFramedAsync(host, capture.Body, capture.Text("path")!, encoding);
            (answer.Http, answer.Status).ShouldBe((HttpStatusCode.OK, "0"), capture.Name);
            answer.Body.ShouldBe(GrpcCall.Framed(answer.Body[5..]), capture.Name);
        }
        (await Stored.ObservationsIn(host)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_same_spans_by_both_doors_are_stored_once()
    {
        await using var host = await GovernanceHost.StartAsync();
        var good = Captures.GoodProtobuf();
        using var content = new ByteArrayContent(good);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var answer = await host.OtlpHttp.PostAsync(new Uri("/v1/traces", UriKind.Relative), content, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GrpcCall.SendAsync(host, good)).Status.ShouldBe("0");
        (await GrpcCall.SendAsync(host, GrpcCall.Zipped(good), flag: 1, encoding: "gzip")).Status.ShouldBe("0");
        (await Stored.ObservationsIn(host)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Odd_messages_get_the_status_they_deserve()
    {
        var cases = Captures.In(Path.Combine(s_captures, "negative"))
            .Where(one => one.ContentType.StartsWith("application/x-protobuf", StringComparison.Ordinal));
        foreach (var odd in cases)
        {
            await using var host = await GovernanceHost.StartAsync();
            var encoding = odd.Root.GetProperty("headers").TryGetProperty("content-encoding", out var named)
                ? named.GetString()
                : null;
            var flag = (byte)(encoding is null ? 0 : 1);
            var answer = await GrpcCall.SendAsync(host, odd.Body, flag, encoding);
            var expect = odd.Root.GetProperty("expect");
            expect.GetProperty("status").EnumerateArray().Select(one => GrpcStatusOf(one.GetInt32()))
                .ShouldContain(answer.Status, odd.Name);
            (await Stored.ObservationsIn(host)).Count.ShouldBe(expect.GetProperty("stored").GetInt32(), odd.Name);
            if (expect.TryGetProperty("partialSuccess", out _))
            {
                answer.Body[7..9].ShouldBe([(byte)0x08, (byte)1], "field 1: one rejected");
                Encoding.UTF8.GetString(answer.Body).ShouldContain("not valid");
            }
        }
    }

    [Fact]
    public async Task Framing_that_is_wrong_is_named()
    {
        await using var host = await GovernanceHost.StartAsync(["--Intake:MaxWireBytes=100"]);
        var traces = GrpcMethod.Of(TelemetrySignal.Traces);
        (await GrpcCall.SendFramedAsync(host, [0, 0, 0], traces)).Status.ShouldBe("3", "half a prefix");
        (await GrpcCall.SendFramedAsync(host, [0, 0, 0, 0, 9, 1], traces)).Status.ShouldBe("3", "half a message");
        (await GrpcCall.SendFramedAsync(host, [0, 0, 0, 0, 0, 7], traces)).Status.ShouldBe("3", "more than a message");
        (await GrpcCall.SendFramedAsync(host, [2, 0, 0, 0, 0], traces)).Status.ShouldBe("3", "a flag of 2");
        (await GrpcCall.SendAsync(host, new byte[101])).Status.ShouldBe("8", "over the limit");
        (await GrpcCall.SendAsync(host, [1], flag: 1)).Status.ShouldBe("13", "compressed, and not said how");
        var unknown = await GrpcCall.SendAsync(host, [1], flag: 1, encoding: "zstd");
        (unknown.Status, unknown.Message).ShouldBe(("12", "Messages are compressed by gzip or not at all."));
        (await Stored.ObservationsIn(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_method_is_unimplemented_and_another_content_type_is_no_call()
    {
        await using var host = await GovernanceHost.StartAsync();
        const string Unknown = "/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export";
        foreach (var path in new[] { Unknown, "/v1/traces", "/incidents" })
        {
            var answer = await GrpcCall.SendFramedAsync(host, GrpcCall.Framed([]), path);
            (answer.Http, answer.Status).ShouldBe((HttpStatusCode.OK, "12"), path);
        }
        var traces = GrpcMethod.Of(TelemetrySignal.Traces);
        (await GrpcCall.SendFramedAsync(host, [], traces, type: "application/json")).Http
            .ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await GrpcCall.SendFramedAsync(host, GrpcCall.Framed([]), traces, type: "application/grpc+proto")).Status
            .ShouldBe("0");
        using var elsewhere = new ByteArrayContent(GrpcCall.Framed([]));
        using var http = await host.OtlpHttp.PostAsync(new Uri(traces, UriKind.Relative), elsewhere, Stop);
        http.StatusCode.ShouldBe(HttpStatusCode.NotFound, "gRPC is not spoken at the HTTP port");
    }

    [Fact]
    public async Task Where_a_key_is_asked_for_a_stranger_is_unauthenticated_in_grpcs_words()
    {
        await using var host = await GovernanceHost.StartAsync(["--Intake:RequireKey=true"]);
        var keys = host.Services.GetRequiredService<ApiKeys>();
        var (_, model) = await keys.IssueAsync("desk", Role.Model, Actor.Part("test"), Stop);
        var stranger = await GrpcCall.SendAsync(host, []);
        (stranger.Http, stranger.Status).ShouldBe((HttpStatusCode.OK, "16"));
        (await GrpcCall.SendAsync(host, [], key: "gov_guessed")).Status.ShouldBe("16");
        (await GrpcCall.SendAsync(host, [], key: model)).Status.ShouldBe("0");
    }

    private static string GrpcStatusOf(int status) => status switch
    {
        200 => "0",
        413 => "8",
        415 => "12",
        _ => "3",
    };
}
