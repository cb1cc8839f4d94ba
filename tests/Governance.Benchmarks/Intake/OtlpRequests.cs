using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Governance.Server.Demo;

namespace Governance.Benchmarks.Intake;

/// <summary>
/// Requests of 512 spans each, what exporters send by default, made of the benchmark observations and packed with gzip.
/// No two have a span id in common, else the second would be a duplicate and cost nothing.
/// </summary>
internal sealed class OtlpRequests
{
    /// <summary>Observations in one request: the batch size of OpenTelemetry's exporters.</summary>
    public const int ObservationsEach = 512;

    /// <summary>Requests prepared at once: about a gigabyte.</summary>
    private const int MostPrepared = 20_000;

    private readonly Template[] _templates;
    private readonly byte[]?[] _prepared = new byte[MostPrepared][];
    private int _taken;

    public OtlpRequests(byte[][] bodies) =>
        _templates = [.. bodies.Chunk(ObservationsEach).Where(chunk => chunk.Length == ObservationsEach).Select(Make)];

    /// <summary>Packs requests ahead, so that the sender's own work does not count.</summary>
    public void Prepare(int count) => Parallel.For(
        _taken, Math.Min(_taken + count, MostPrepared), number => _prepared[number] ??= Pack(Plain(number)));

    /// <summary>The next request, gzip.</summary>
    public byte[] Next()
    {
        var number = Interlocked.Increment(ref _taken) - 1;
        var packed = number < MostPrepared ? Interlocked.Exchange(ref _prepared[number], null) : null;
        return packed ?? Pack(Plain(number));
    }

    /// <summary>Request number <paramref name="number"/> of a run, its span ids unlike any other number's.</summary>
    private byte[] Plain(long number)
    {
        var template = _templates[number % _templates.Length];
        var request = template.Bytes.ToArray();
        for (var span = 0; span < template.SpanIds.Length; span++)
        {
            BinaryPrimitives.WriteInt64BigEndian(
                request.AsSpan(template.SpanIds[span]), (number * ObservationsEach) + span + 1);
        }

        return request;
    }

    private static byte[] Pack(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(plain);
        return packed.ToArray();
    }

    private static Template Make(byte[][] bodies)
    {
        var batch = new OtlpBatch(new SyntheticSender("support-assistant", "acme-chat", "pod-1"));
        var ids = new List<byte[]>();
        foreach (var body in bodies)
        {
            using var observation = JsonDocument.Parse(body);
            ids.Add(Add(batch, observation.RootElement));
        }

        var bytes = batch.Traces()!.Value.ToArray();
        return new Template(bytes, [.. ids.Select(id => bytes.AsSpan().IndexOf(id))]);
    }

    private static byte[] Add(OtlpBatch batch, JsonElement said)
    {
        var span = Convert.FromHexString(Text("spanId"));
        var start = DateTimeOffset.Parse(Text("startedAt"), CultureInfo.InvariantCulture);
        batch.Span(
            new SpanFrame(
                Convert.FromHexString(Text("traceId")),
                span,
                Convert.FromHexString(Text("parentSpanId")),
                "chat acme-chat",
                start,
                start.AddMilliseconds(said.GetProperty("latencyMs").GetDouble()),
                Failed: false),
            [
                ("gen_ai.operation.name", "chat"),
                ("gen_ai.provider.name", Text("provider")),
                ("gen_ai.request.model", Text("modelAsked")),
                ("gen_ai.response.model", Text("modelVersion")),
                ("gen_ai.conversation.id", Text("conversationId")),
                ("user.id", Text("user")),
                ("governance.context", Text("context")),
                ("gen_ai.usage.input_tokens", said.GetProperty("inputTokens").GetInt32()),
                ("gen_ai.usage.output_tokens", said.GetProperty("outputTokens").GetInt32()),
                ("gen_ai.response.finish_reasons", (string[])[Text("finish")]),
                ("governance.refusal", said.GetProperty("refusal").GetBoolean()),
            ]);
        return span;

        string Text(string member) => said.GetProperty(member).GetString()!;
    }

    private sealed record Template(byte[] Bytes, int[] SpanIds);
}
