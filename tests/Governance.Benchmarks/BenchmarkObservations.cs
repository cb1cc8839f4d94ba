using System.Buffers;
using System.Text.Json;
using Governance.Server.Demo;

namespace Governance.Benchmarks;

/// <summary>
/// The observation that every bar is stated in: one inference of the workload driver's shape, 450 ± 50 bytes of JSON.
/// Everything follows the seed.
/// </summary>
internal static class BenchmarkObservations
{
    /// <summary>Distinct bodies of a run: enough that neither a cache nor a compressor sees one twice soon.</summary>
    public const int Distinct = 10_000;

    /// <summary>The seed of every benchmark, printed by none because it never changes.</summary>
    public const int Seed = 20_260;

    private const int LeastBytes = 400;
    private const int MostBytes = 500;

    private static readonly string[] s_finishes = ["stop", "stop", "stop", "stop", "tool_calls", "length"];

    /// <summary>The bodies, UTF-8 JSON.</summary>
    public static byte[][] Bodies()
    {
        var dice = new Dice(Seed);
        var bodies = new byte[Distinct][];
        for (var i = 0; i < bodies.Length; i++)
        {
            bodies[i] = Body(dice, i);
            if (bodies[i].Length is < LeastBytes or > MostBytes)
                throw new InvalidOperationException($"Body {i} has {bodies[i].Length} bytes; bars would not compare.");
        }

        return bodies;
    }

    private static byte[] Body(Dice dice, int index)
    {
        var buffer = new ArrayBufferWriter<byte>(MostBytes);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("kind", "inference");
        json.WriteString("startedAt", DateTimeOffset.UnixEpoch.AddDays(20_000).AddMilliseconds(index * 7));
        json.WriteString("traceId", dice.Hex(16));
        json.WriteString("spanId", dice.Hex(8));
        json.WriteString("parentSpanId", dice.Hex(8));
        json.WriteNumber("latencyMs", Math.Round(dice.LogNormal(900, 0.4), 3));
        json.WriteString("modelVersion", dice.Chance(0.1) ? "acme-chat-v2" : "acme-chat-v1");
        json.WriteString("modelAsked", "acme-chat");
        json.WriteString("provider", "openai");
        json.WriteString("instance", dice.Hex(8));
        json.WriteString("conversationId", dice.Hex(12));
        json.WriteString("user", dice.Hex(12));
        json.WriteString("context", "production");
        json.WriteNumber("inputTokens", 200 + dice.Next(1800));
        json.WriteNumber("outputTokens", 50 + dice.Next(450));
        json.WriteString("finish", dice.Pick(s_finishes));
        json.WriteBoolean("refusal", dice.Chance(0.02));
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
