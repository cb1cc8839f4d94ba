using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Governance.Server.Intake.Grpc;
using Governance.Server.Intake.Otlp;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Intake;

/// <summary>A unary call, framed by hand, and what came back.</summary>
internal sealed record GrpcCall(HttpStatusCode Http, string? Status, string? Message, string? Details, byte[] Body)
{
    internal static Task<GrpcCall> SendAsync(
        GovernanceHost host, byte[] message, byte flag = 0, string? encoding = null, string? key = null) =>
        SendFramedAsync(host, Framed(message, flag), GrpcMethod.Of(TelemetrySignal.Traces), encoding, key);

    internal static async Task<GrpcCall> SendFramedAsync(
        GovernanceHost host,
        byte[] framed,
        string path,
        string? encoding = null,
        string? key = null,
        string type = "application/grpc")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(framed) };
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (encoding is not null)
            request.Headers.Add("grpc-encoding", encoding);
        if (key is not null)
            request.Headers.Add("Authorization", $"Bearer {key}");
        using var answer = await host.OtlpGrpc.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new GrpcCall(
            answer.StatusCode,
            Header(answer, "grpc-status"),
            Header(answer, "grpc-message"),
            Header(answer, "grpc-status-details-bin"),
            body);
    }

    internal static byte[] Framed(byte[] message, byte flag = 0)
    {
        var framed = new byte[message.Length + 5];
        framed[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, 5);
        return framed;
    }

    internal static byte[] Zipped(byte[] message)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            gzip.Write(message);
        return zipped.ToArray();
    }

    /// <summary>A success ends in trailers, a refusal in headers; a client takes the status from either.</summary>
    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.TrailingHeaders.TryGetValues(name, out var trailers) ? trailers.Single()
        : answer.Headers.TryGetValues(name, out var headers) ? headers.Single()
        : null;
}
