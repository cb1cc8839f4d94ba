using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Governance.Server.Demo;

namespace Governance.Benchmarks.Intake;

/// <summary>
/// Requests of 100 spans each, made of the benchmark observations. A request that is sent again gets new span ids, else
/// it would be a duplicate and cost nothing.
/// </summary>
internal sealed class OtlpRequests
{
    /// <summary>Observations in one request, what exporters send after a second of moderate traffic.</summary>
    public const int ObservationsEach = 100;

    private readonly Template[] _templates;

    public OtlpRequests(byte[][] bodies) =>
        _templates = [.. bodies.Chunk(ObservationsEach).Select(Make)];

    /// <summary>Request number <paramref name="number"/> of a run, its span ids unlike any other number's.</summary>
    public byte[] Next(long number)
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
