using System.Net;
using System.Net.Sockets;
using System.Text;
using Governance.Server.Intake.Grpc;
using Governance.Server.Intake.Otlp;
using Governance.SystemTests.Fixture;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Governance.SystemTests.Intake;

/// <summary>Senders that hang up, crawl or never finish, over real sockets: the others are served as ever.</summary>
public sealed class RoughSenderScenario
{
    /// <summary>Requests that break off; more than the server takes large bodies at one time.</summary>
    private const int Resets = 40;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_that_break_off_store_nothing_and_hold_nobody_up()
    {
        await using var host = await GovernanceHost.StartAsync();
        var body = await Telemetry.Spans("desk", Telemetry.Chat(1)).Content!.ReadAsByteArrayAsync(Stop);
        for (var reset = 0; reset < Resets; reset++)
        {
            using var sender = await ConnectAsync(host, body.Length);
            await sender.GetStream().WriteAsync(body.AsMemory(0, body.Length * reset / Resets), Stop);
            sender.LingerState = new LingerOption(true, 0);
        }
        await BreakOffCallAsync(host);
        using var answer = await host.OtlpHttp.SendAsync(Telemetry.Spans("desk", Telemetry.Chat(2)), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Stored.ObservationsIn(host)).ShouldHaveSingleItem().SpanId.ShouldBe("0000000000000002");
    }

    [Fact]
    public async Task A_sender_that_crawls_is_told_so_and_let_go()
    {
        await using var host = await GovernanceHost.StartAsync(adjust: builder => builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(1_000, TimeSpan.FromSeconds(1.1))));
        using var sender = await ConnectAsync(host, length: 100_000);
        await sender.GetStream().WriteAsync("{\"resourceSpans\":"u8.ToArray(), Stop);
        using var reader = new StreamReader(sender.GetStream());
        var answer = await reader.ReadToEndAsync(Stop);
        answer.ShouldStartWith("HTTP/1.1 408");
        answer.ShouldContain("\"code\":4", customMessage: "a Status in the encoding of the request");
        (await Stored.ObservationsIn(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Names_that_are_no_text_reach_no_table()
    {
        await using var host = await GovernanceHost.StartAsync();
        foreach (var name in new[] { "desk\\u0000", "\\ud800", "\\u0007" })
        {
            using var answer = await host.OtlpHttp.SendAsync(Telemetry.Spans(name, Telemetry.Chat(1)), Stop);
            ((int)answer.StatusCode).ShouldBeLessThan(500, name);
        }
        var invalid = GrpcCall.Framed(Replaced(Captures.GoodProtobuf(), "neg"u8, 0xFF));
        var call = await GrpcCall.SendFramedAsync(host, invalid, GrpcMethod.Of(TelemetrySignal.Traces));
        call.Status.ShouldBe("0");
        (await Stored.SegmentsIn(host)).Select(segment => segment.Header.Name)
            .ShouldAllBe(name => name == "unknown_service");
    }

    /// <summary>Announces a body of so many bytes.</summary>
    private static async Task<TcpClient> ConnectAsync(GovernanceHost host, int length)
    {
        var sender = new TcpClient();
        await sender.ConnectAsync(IPAddress.Loopback, host.Server.OtlpHttp.Port, Stop);
        await sender.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes(
                "POST /v1/traces HTTP/1.1\r\nHost: desk\r\nContent-Type: application/json\r\n"
                + $"Connection: close\r\nContent-Length: {length}\r\n\r\n"),
            Stop);
        return sender;
    }

    /// <summary>A gRPC call whose stream is reset within its message.</summary>
    private static async Task BreakOffCallAsync(GovernanceHost host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, GrpcMethod.Of(TelemetrySignal.Traces))
        {
            Content = new StreamContent(new BrokenStream(GrpcCall.Framed(Captures.GoodProtobuf())[..200])),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Content.Headers.Add("Content-Type", "application/grpc");
        await Should.ThrowAsync<Exception>(host.OtlpGrpc.SendAsync(request, Stop));
    }

    private static byte[] Replaced(byte[] bytes, ReadOnlySpan<byte> text, byte by)
    {
        var replaced = bytes.ToArray();
        for (var at = replaced.AsSpan().IndexOf(text); at >= 0; at = replaced.AsSpan().IndexOf(text))
            replaced.AsSpan(at, text.Length).Fill(by);
        return replaced;
    }

    /// <summary>Gives what it has, and then fails.</summary>
    private sealed class BrokenStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length
                ? base.ReadAsync(buffer, cancellationToken)
                : throw new IOException("The sender is gone.");
    }
}
