using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Governance.Benchmarks.Intake;

/// <summary>
/// The benchmark observations as JSON lines under a batch line. No two requests have a line's id in common, else the
/// second would be a duplicate and cost nothing.
/// </summary>
internal sealed class LineRequests
{
    private const string Batch =
        """{"kind":"batch","deployment":"support-assistant","environment":"production","instance":"pod-1"}""";

    // As long as every number that takes its place.
    private const string IdPlace = "0000000000000000";

    private readonly Template[] _templates;
    private long _taken;

    /// <param name="bodies">What is said.</param>
    /// <param name="each">Observations in one request.</param>
    public LineRequests(byte[][] bodies, int each)
    {
        ObservationsEach = each;
        _templates = [.. bodies.Chunk(each).Where(chunk => chunk.Length == each).Select(Make)];
    }

    public int ObservationsEach { get; }

    /// <summary>The next request.</summary>
    public byte[] Next()
    {
        var number = Interlocked.Increment(ref _taken);
        var template = _templates[number % _templates.Length];
        var request = template.Bytes.ToArray();
        for (var line = 0; line < template.Ids.Length; line++)
        {
            var id = (number * ObservationsEach) + line;
            id.TryFormat(request.AsSpan(template.Ids[line]), out _, "x16", CultureInfo.InvariantCulture);
        }
        return request;
    }

    private static Template Make(byte[][] bodies)
    {
        var request = Encoding.UTF8.GetBytes(string.Join('\n', bodies.Select(Line).Prepend(Batch)) + "\n");
        var ids = new int[bodies.Length];
        for (var (line, from) = (0, 0); line < ids.Length; line++)
        {
            ids[line] = from + request.AsSpan(from).IndexOf(Encoding.UTF8.GetBytes(IdPlace));
            from = ids[line] + IdPlace.Length;
        }
        return new Template(request, ids);
    }

    private static string Line(byte[] body)
    {
        var said = JsonNode.Parse(body)!.AsObject();
        return new JsonObject
        {
            ["kind"] = "inference",
            ["id"] = IdPlace,
            ["time"] = Text("startedAt"),
            ["trace"] = Text("traceId"),
            ["span"] = Text("spanId"),
            ["parent"] = Text("parentSpanId"),
            ["latencyMs"] = said["latencyMs"]!.GetValue<double>(),
            ["model"] = Text("modelAsked"),
            ["model.version"] = Text("modelVersion"),
            ["provider"] = Text("provider"),
            ["conversation"] = Text("conversationId"),
            ["user"] = Text("user"),
            ["context"] = Text("context"),
            ["inputTokens"] = said["inputTokens"]!.GetValue<int>(),
            ["outputTokens"] = said["outputTokens"]!.GetValue<int>(),
            ["finish"] = Text("finish"),
            ["refusal"] = said["refusal"]!.GetValue<bool>(),
        }.ToJsonString(s_plain);

        string Text(string member) => said[member]!.GetValue<string>();
    }

    // Senders write a plus sign as it is.
    private static readonly JsonSerializerOptions s_plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Template(byte[] Bytes, int[] Ids);
}
