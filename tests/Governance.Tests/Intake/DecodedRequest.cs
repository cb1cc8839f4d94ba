using System.Globalization;
using System.Text.Json;

namespace Governance.Tests.Intake;

/// <summary>
/// What a reader ought to show of a request, worked out from its decoded form over a document tree: slow, plain, and
/// sharing nothing with the readers under test.
/// </summary>
internal static class DecodedRequest
{
    internal static List<string> Lines(JsonElement request)
    {
        var lines = new List<string>();
        foreach (var container in List(request, "resourceSpans").Concat(List(request, "resourceLogs")))
        {
            lines.Add("resource");
            if (container.TryGetProperty("resource", out var resource))
                Attributes(lines, "Resource", resource);
            foreach (var scope in List(container, "scopeSpans"))
            {
                foreach (var span in List(scope, "spans"))
                    Record(lines, span, Span);
            }
            foreach (var scope in List(container, "scopeLogs"))
            {
                foreach (var log in List(scope, "logRecords"))
                    Record(lines, log, Log);
            }
        }
        return lines;
    }

    /// <summary>Within a record the order of parts is the encoding's own, so its lines are sorted.</summary>
    internal static List<string> Normalised(IEnumerable<string> lines)
    {
        var normalised = new List<string>();
        var record = new List<string>();
        foreach (var line in lines)
        {
            if (line is "record" or "resource")
                Flush();
            record.Add(line);
        }
        Flush();
        return normalised;

        void Flush()
        {
            normalised.AddRange(record.Order(StringComparer.Ordinal));
            record.Clear();
        }
    }

    private static void Record(List<string> lines, JsonElement record, Action<List<string>, JsonElement> rest)
    {
        lines.Add("record");
        Attributes(lines, "Record", record);
        rest(lines, record);
        var (trace, span) = (Text(record, "traceId"), Text(record, "spanId"));
        var parent = Text(record, "parentSpanId");
        lines.Add($"trace {State(trace)} {trace.PadLeft(32, '0')}");
        lines.Add($"span {State(span)} {span.PadLeft(16, '0')} of {State(parent)} {parent.PadLeft(16, '0')}");
    }

    private static void Span(List<string> lines, JsonElement span)
    {
        foreach (var happening in List(span, "events"))
        {
            lines.Add($"event {Text(happening, "name")}");
            Attributes(lines, "SpanEvent", happening);
        }
        var isError = span.TryGetProperty("status", out var status) && status.TryGetProperty("code", out var code)
            && code.GetInt32() == 2;
        lines.Add($"time {Nanos(span, "startTimeUnixNano")} {Nanos(span, "endTimeUnixNano")} error {isError} fault ");
    }

    private static void Log(List<string> lines, JsonElement log)
    {
        if (Text(log, "eventName") is { Length: > 0 } name)
            lines.Add($"named {name}");
        if (log.TryGetProperty("body", out var body) && body.TryGetProperty("kvlistValue", out var map))
            Body(lines, map, "");
        var time = Nanos(log, "timeUnixNano");
        lines.Add($"time {(time == 0 ? Nanos(log, "observedTimeUnixNano") : time)} 0 error False fault ");
    }

    private static void Body(List<string> lines, JsonElement map, string outer)
    {
        foreach (var entry in List(map, "values"))
        {
            var key = Text(entry, "key");
            if (outer.Length == 0 && entry.TryGetProperty("value", out var value)
                && value.TryGetProperty("kvlistValue", out var nested))
            {
                Body(lines, nested, key);
            }
            else
            {
                lines.Add($"body {outer}/{key} = {Said(entry)}");
            }
        }
    }

    private static void Attributes(List<string> lines, string place, JsonElement owner)
    {
        foreach (var attribute in List(owner, "attributes"))
        {
            var key = Text(attribute, "key");
            if (attribute.TryGetProperty("value", out var value) && value.TryGetProperty("arrayValue", out var array))
            {
                foreach (var element in List(array, "values"))
                    lines.Add($"{place} {key} = {Said(Wrapped(element))}");
            }
            else
            {
                lines.Add($"{place} {key} = {Said(attribute)}");
            }
        }
    }

    private static JsonElement Wrapped(JsonElement value) =>
        JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { ["value"] = value });

    private static string Said(JsonElement pair)
    {
        if (!pair.TryGetProperty("value", out var value) || !value.EnumerateObject().Any())
            return "None";
        var one = value.EnumerateObject().Single();
        return one.Name switch
        {
            "stringValue" => $"text {one.Value.GetString()}",
            "intValue" => $"integer {one.Value}",
            "boolValue" => $"flag {(one.Value.GetBoolean() ? 1 : 0)}",
            "doubleValue" => $"number {Number(one.Value).ToString("R", CultureInfo.InvariantCulture)}",
            _ => "Opaque",
        };
    }

    private static double Number(JsonElement value) =>
        double.Parse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static IEnumerable<JsonElement> List(JsonElement owner, string member) =>
        owner.TryGetProperty(member, out var list) && list.ValueKind is JsonValueKind.Array
            ? list.EnumerateArray()
            : [];

    private static string Text(JsonElement owner, string member) =>
        owner.TryGetProperty(member, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString()! : "";

    private static ulong Nanos(JsonElement owner, string member) =>
        owner.TryGetProperty(member, out var value)
            ? ulong.Parse(value.ToString(), CultureInfo.InvariantCulture)
            : 0;

    private static string State(string id) => id.Length == 0 ? "Absent" : "Good";
}
