using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Governance.Server.Intake.Otlp.Metrics;

/// <summary>
/// Reads a metrics request in OTLP/JSON, as a document tree: senders send one a minute, not thousands a second.
/// Anything of the wrong type refuses the request.
/// </summary>
internal static class OtlpMetricsJson
{
    /// <summary>Levels of JSON in a metrics request, exemplars and nested attribute values among them.</summary>
    private const int MaxJsonDepth = 300;

    // The members of a metric that hold its data, and what their points are.
    private static readonly (string Name, MetricKind Kind)[] s_forms =
    [
        ("gauge", MetricKind.Other), ("sum", MetricKind.Counter), ("histogram", MetricKind.Histogram),
        ("exponentialHistogram", MetricKind.Histogram), ("summary", MetricKind.Other),
    ];

    public static void Read(ReadOnlySpan<byte> body, IMetricVisitor visitor)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxJsonDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.Read() || document.RootElement.ValueKind is not JsonValueKind.Object)
                throw new OtlpFormatException("The request is not one JSON object.");
            Request(document.RootElement, visitor);
        }
        catch (JsonException malformed)
        {
            throw new OtlpFormatException(
                $"Malformed JSON at line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine}.");
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or OverflowException)
        {
            // The document's answers to a member of another type, half a surrogate pair, or a number out of range.
            throw new OtlpFormatException("A member of the request has another type than OTLP/JSON gives it.");
        }
    }

    private static void Request(JsonElement request, IMetricVisitor visitor)
    {
        var point = new MetricPoint();
        foreach (var container in List(request, "resourceMetrics"))
        {
            visitor.BeginResource();
            if (Member(container, "resource") is { } resource)
                Attributes(resource, AttributePlace.Resource, visitor);
            foreach (var scope in List(container, "scopeMetrics"))
            {
                foreach (var metric in List(scope, "metrics"))
                    Metric(metric, visitor, point);
            }
        }
    }

    private static void Metric(JsonElement metric, IMetricVisitor visitor, MetricPoint point)
    {
        point.Metric = OtlpMetrics.NameOf(Encoding.UTF8.GetBytes(Member(metric, "name")?.GetString() ?? ""));
        foreach (var (name, kind) in s_forms)
        {
            if (Member(metric, name) is not { } data)
                continue;
            var grows = kind is not MetricKind.Counter || Member(data, "isMonotonic")?.GetBoolean() is true;
            point.Kind = grows ? kind : MetricKind.Other;
            point.Temporality = (Temporality)(Member(data, "aggregationTemporality")?.GetInt32() ?? 0);
            foreach (var one in List(data, "dataPoints"))
                Point(one, visitor, point);
        }
    }

    private static void Point(JsonElement one, IMetricVisitor visitor, MetricPoint point)
    {
        point.Clear();
        visitor.BeginPoint();
        Attributes(one, AttributePlace.Record, visitor);
        point.StartNanos = Whole(one, "startTimeUnixNano");
        point.TimeNanos = Whole(one, "timeUnixNano");
        point.IsGap = (Whole(one, "flags") & 1) != 0;
        point.Count = point.Kind is MetricKind.Histogram
            ? Whole(one, "count")
            : Number(one, "asInt") ?? Number(one, "asDouble") ?? 0;
        (point.Sum, point.Min, point.Max) = (Number(one, "sum"), Number(one, "min"), Number(one, "max"));
        if (Member(one, "scale") is { } scale)
            Exponential(one, scale.GetInt32(), point);
        else if (point.Kind is MetricKind.Histogram)
            Buckets.AddExplicit(point, [.. List(one, "explicitBounds").Select(Number)], Counts(one));
        visitor.EndPoint(point);
    }

    private static void Exponential(JsonElement one, int scale, MetricPoint point)
    {
        point.AddBucket(Number(one, "zeroThreshold") ?? 0, Whole(one, "zeroCount"));
        if (Member(one, "positive") is { } positive)
            Buckets.AddExponential(point, scale, Member(positive, "offset")?.GetInt32() ?? 0, Counts(positive));
    }

    private static ulong[] Counts(JsonElement owner) => [.. List(owner, "bucketCounts").Select(Whole)];

    private static void Attributes(JsonElement owner, AttributePlace place, IMetricVisitor visitor)
    {
        foreach (var attribute in List(owner, "attributes"))
        {
            var key = Encoding.UTF8.GetBytes(Member(attribute, "key")?.GetString() ?? "");
            if (Member(attribute, "value") is { } value)
                Value(key, value, place, visitor);
            else
                visitor.Attribute(place, key, AttributeValue.None);
        }
    }

    private static void Value(byte[] key, JsonElement value, AttributePlace place, IMetricVisitor visitor)
    {
        foreach (var one in value.EnumerateObject().Where(one => one.Value.ValueKind is not JsonValueKind.Null))
        {
            if (one.NameEquals("stringValue"))
                visitor.Attribute(place, key, AttributeValue.Of(Encoding.UTF8.GetBytes(one.Value.GetString()!)));
            else if (one.NameEquals("boolValue"))
                visitor.Attribute(place, key, AttributeValue.Of(one.Value.GetBoolean()));
            else if (one.NameEquals("intValue"))
                visitor.Attribute(place, key, AttributeValue.Of(long.Parse(
                    Text(one.Value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)));
            else if (one.NameEquals("doubleValue"))
                visitor.Attribute(place, key, AttributeValue.Of(Number(one.Value)));
            else
                visitor.Attribute(place, key, AttributeValue.Opaque);
        }
    }

    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    private static IEnumerable<JsonElement> List(JsonElement owner, string name) =>
        Member(owner, name) is { } list ? list.EnumerateArray() : [];

    private static ulong Whole(JsonElement owner, string name) =>
        Member(owner, name) is { } value ? Whole(value) : 0;

    /// <summary>64-bit integers are strings or numbers; both are legal.</summary>
    private static ulong Whole(JsonElement value) =>
        ulong.Parse(Text(value), NumberStyles.None, CultureInfo.InvariantCulture);

    private static double? Number(JsonElement owner, string name) =>
        Member(owner, name) is { } value ? Number(value) : null;

    private static double Number(JsonElement value) =>
        double.Parse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Text(JsonElement value) =>
        value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
