using System.Text;

namespace Governance.Server.Intake.Otlp.Metrics;

/// <summary>
/// Walks a metrics request in protobuf and shows each data point. What a metric says of itself may follow its points,
/// so it is looked for first. Field numbers: opentelemetry-proto 1.11.
/// </summary>
internal static class OtlpMetrics
{
    /// <summary>Longer names are no metric's that is read here.</summary>
    private const int NameBytesMax = 256;

    /// <exception cref="OtlpFormatException">The body is not a metrics request.</exception>
    public static void Read(ReadOnlySpan<byte> body, bool isJson, IMetricVisitor visitor)
    {
        if (isJson)
            OtlpMetricsJson.Read(body, visitor);
        else
            Request(body, visitor);
    }

    /// <summary>The metric's name as text; empty for one that cannot be any that is known.</summary>
    internal static string NameOf(ReadOnlySpan<byte> name) =>
        name.Length <= NameBytesMax ? Encoding.UTF8.GetString(name) : "";

    private static void Request(ReadOnlySpan<byte> body, IMetricVisitor visitor)
    {
        var point = new MetricPoint();
        var request = new ProtobufCursor(body);
        while (request.Next())
        {
            if (request.Field == 1)
                ResourceMetrics(request.AsBytes(), visitor, point);
            else
                request.Skip();
        }
    }

    private static void ResourceMetrics(ReadOnlySpan<byte> message, IMetricVisitor visitor, MetricPoint point)
    {
        visitor.BeginResource();
        var first = new ProtobufCursor(message);
        while (first.Next())
        {
            if (first.Field == 1)
                Resource(first.AsBytes(), visitor);
            else
                first.Skip();
        }

        var second = new ProtobufCursor(message);
        while (second.Next())
        {
            if (second.Field == 2)
                ScopeMetrics(second.AsBytes(), visitor, point);
            else
                second.Skip();
        }
    }

    private static void Resource(ReadOnlySpan<byte> message, IMetricVisitor visitor)
    {
        var resource = new ProtobufCursor(message);
        while (resource.Next())
        {
            if (resource.Field == 1)
                OtlpProtobufValues.KeyValue(resource.AsBytes(), AttributePlace.Resource, visitor);
            else
                resource.Skip();
        }
    }

    private static void ScopeMetrics(ReadOnlySpan<byte> message, IMetricVisitor visitor, MetricPoint point)
    {
        var scope = new ProtobufCursor(message);
        while (scope.Next())
        {
            if (scope.Field == 2)
                Metric(scope.AsBytes(), visitor, point);
            else
                scope.Skip();
        }
    }

    private static void Metric(ReadOnlySpan<byte> message, IMetricVisitor visitor, MetricPoint point)
    {
        ReadOnlySpan<byte> name = default, data = default;
        var form = 0;
        var metric = new ProtobufCursor(message);
        while (metric.Next())
        {
            if (metric.Field == 1)
                name = metric.AsBytes();
            else if (metric.Field is not (5 or 7 or 9 or 10 or 11))
                metric.Skip();
            else
            {
                form = metric.Field;
                data = metric.AsBytes();
            }
        }

        point.Metric = NameOf(name);
        Describe(data, form, point);
        var points = new ProtobufCursor(data);
        while (points.Next())
        {
            if (points.Field == 1)
                OtlpMetricPoints.Point(points.AsBytes(), form, visitor, point);
            else
                points.Skip();
        }
    }

    private static void Describe(ReadOnlySpan<byte> data, int form, MetricPoint point)
    {
        var (temporality, grows) = (Temporality.Unspecified, false);
        var described = new ProtobufCursor(data);
        while (described.Next())
        {
            if (described.Field == 2 && form is 7 or 9 or 10)
                temporality = (Temporality)(described.AsVarint() & 3);
            else if (described.Field == 3 && form == 7)
                grows = described.AsVarint() != 0;
            else
                described.Skip();
        }
        point.Temporality = temporality;
        point.Kind = form is 9 or 10 ? MetricKind.Histogram : grows ? MetricKind.Counter : MetricKind.Other;
    }
}
