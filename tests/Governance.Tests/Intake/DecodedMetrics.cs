using System.Globalization;
using System.Text;
using System.Text.Json;
using Governance.Server.Intake.Otlp;
using Governance.Server.Intake.Otlp.Metrics;

namespace Governance.Tests.Intake;

/// <summary>
/// What a metrics reader ought to show of a request, worked out from its decoded form; and what one does show.
/// </summary>
internal static class DecodedMetrics
{
    internal static List<string> Lines(JsonElement request)
    {
        var lines = new List<string>();
        foreach (var container in List(request, "resourceMetrics"))
        {
            lines.Add("resource");
            lines.AddRange(Attributes("Resource", container.GetProperty("resource")));
            foreach (var metric in List(container, "scopeMetrics").SelectMany(scope => List(scope, "metrics")))
            {
                var data = metric.EnumerateObject().Single(one => one.Value.ValueKind is JsonValueKind.Object);
                foreach (var point in List(data.Value, "dataPoints"))
                    lines.AddRange(Point(metric.GetProperty("name").GetString()!, data, point));
            }
        }
        return lines;
    }

    internal static List<string> Read(byte[] message, bool isJson)
    {
        var seen = new Recorder();
        OtlpMetrics.Read(message, isJson, seen);
        return seen.Lines;
    }

    private static IEnumerable<string> Point(string name, JsonProperty data, JsonElement point)
    {
        foreach (var attribute in Attributes("Record", point).Order(StringComparer.Ordinal))
            yield return attribute;
        var isHistogram = data.Name.EndsWith("istogram", StringComparison.Ordinal);
        var grows = data.Value.TryGetProperty("isMonotonic", out var monotonic) && monotonic.GetBoolean();
        var kind = isHistogram ? "Histogram" : grows ? "Counter" : "Other";
        var temporality = data.Value.TryGetProperty("aggregationTemporality", out var said) ? said.GetInt32() : 0;
        var count = Number(point, isHistogram ? "count" : "asInt") ?? Number(point, "asDouble") ?? 0;
        yield return Line(
            name, kind, temporality, Text(point, "startTimeUnixNano"), Text(point, "timeUnixNano"), count,
            Number(point, "sum"), Number(point, "min"), Number(point, "max"), Filled(point).ToList());
    }

    /// <summary>By upper bound; an exponential bucket i ends at 2^((offset + i + 1) / 2^scale).</summary>
    private static IEnumerable<(double UpTo, double Count)> Filled(JsonElement point)
    {
        if (Number(point, "zeroCount") is > 0 and { } zeros)
            yield return (0, zeros);
        var buckets = point.TryGetProperty("positive", out var positive) ? positive : point;
        var bounds = List(point, "explicitBounds").Select(bound => bound.GetDouble()).ToList();
        var (scale, offset) = (Number(point, "scale"), Number(buckets, "offset") ?? 0);
        foreach (var (index, bucket) in List(buckets, "bucketCounts").Index())
        {
            var upTo = scale is { } by ? Math.Pow(2, (offset + index + 1) / Math.Pow(2, by))
                : index < bounds.Count ? bounds[index] : double.PositiveInfinity;
            if (double.Parse(bucket.ToString(), CultureInfo.InvariantCulture) is > 0 and var filled)
                yield return (upTo, filled);
        }
    }

    private static IEnumerable<string> Attributes(string place, JsonElement owner) => List(owner, "attributes")
        .Select(one => (Key: one.GetProperty("key"), Value: one.GetProperty("value").GetProperty("stringValue")))
        .Select(one => $"{place} {one.Key} = text {one.Value}");

    private static string Line(
        string name, string kind, int temporality, string start, string time, double count, double? sum, double? min,
        double? max, IEnumerable<(double UpTo, double Count)> buckets) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name} {kind} {temporality} {start} {time} n={count} sum={sum:G10} {min:G10}..{max:G10} {string.Join(
            ' ', buckets.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.UpTo:G10}:{one.Count}")))}");

    private static IEnumerable<JsonElement> List(JsonElement owner, string member) =>
        owner.TryGetProperty(member, out var list) ? list.EnumerateArray() : [];

    private static double? Number(JsonElement owner, string member) =>
        owner.TryGetProperty(member, out var value)
            ? double.Parse(value.ToString(), CultureInfo.InvariantCulture)
            : null;

    private static string Text(JsonElement owner, string member) =>
        owner.TryGetProperty(member, out var value) ? value.ToString() : "0";

    private sealed class Recorder : IMetricVisitor
    {
        private readonly List<string> _attributes = [];

        internal List<string> Lines { get; } = [];

        public void BeginResource() => Lines.Add("resource");

        public void BeginPoint() => _attributes.Clear();

        public void Attribute(AttributePlace place, ReadOnlySpan<byte> key, AttributeValue value) =>
            (place is AttributePlace.Record ? _attributes : Lines).Add(
                $"{place} {Encoding.UTF8.GetString(key)} = {RecordingVisitor.Said(value)}");

        public void EndPoint(MetricPoint point)
        {
            Lines.AddRange(_attributes.Order(StringComparer.Ordinal));
            Lines.Add(Line(
                point.Metric, point.Kind.ToString(), (int)point.Temporality, $"{point.StartNanos}",
                $"{point.TimeNanos}", point.Count, point.Sum, point.Min, point.Max,
                point.Buckets.Select(one => (one.UpTo, (double)one.Count))));
        }
    }
}
