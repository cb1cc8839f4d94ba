using System.IO.Compression;
using System.Net.Http.Headers;

namespace Governance.Server.Demo;

/// <summary>
/// Posts a batch to an OTLP/HTTP endpoint as an exporter would: protobuf, gzip, and nothing is sent twice.
/// </summary>
internal sealed class OtlpClient(HttpClient http, Uri endpoint)
{
    /// <summary>Sends and clears the batch; throws when the receiver did not acknowledge it.</summary>
    internal async Task SendAsync(OtlpBatch batch, CancellationToken stop)
    {
        await PostAsync("/v1/traces", batch.Traces(), stop);
        await PostAsync("/v1/logs", batch.Logs(), stop);
        batch.Clear();
    }

    private async Task PostAsync(string path, ReadOnlyMemory<byte>? body, CancellationToken stop)
    {
        if (body is not { } plain)
        {
            return;
        }

        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(plain, stop);
        }

        using var content = new ByteArrayContent(packed.GetBuffer(), 0, (int)packed.Length);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await http.PostAsync(new Uri(endpoint, path), content, stop);
        answer.EnsureSuccessStatusCode();
    }
}
