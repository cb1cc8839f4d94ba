using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Governance.Server.Operations;

/// <summary>
/// Writes the SDK's metrics as Prometheus text 0.0.4 or OpenMetrics 1.0
/// (names and suffixes by the OpenTelemetry specification, compatibility/prometheus_and_openmetrics).
/// </summary>
internal sealed class PrometheusText(bool openMetrics)
{
    internal const string PlainType = "text/plain; version=0.0.4; charset=utf-8";
    internal const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _families = [];

    internal string Finish()
    {
        if (openMetrics)
        {
            _text.Append("# EOF\n");
        }

        return _text.ToString();
    }

    internal void Write(Metric metric)
    {
        var kind = KindOf(metric.MetricType);
        var family = PrometheusName.Of(metric.Name, metric.Unit);
        var sample = kind == "counter" ? family + "_total" : family;
        if (!_families.Add(family))
        {
            return;
        }

        // Plain text names a counter's family with its suffix, OpenMetrics without it.
        var header = openMetrics ? family : sample;
        var help = string.IsNullOrEmpty(metric.Description) ? metric.Name : metric.Description;
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {header} {EscapeHelp(help)}\n");
        _text.Append(CultureInfo.InvariantCulture, $"# TYPE {header} {kind}\n");
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            WritePoint(metric.MetricType, sample, in point);
        }
    }

    private void WritePoint(MetricType type, string name, in MetricPoint point)
    {
        var labels = Labels(point.Tags);
        switch (type)
        {
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                Sample(name, labels, point.GetSumLong());
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                Sample(name, labels, point.GetSumDouble());
                break;
            case MetricType.LongGauge:
                Sample(name, labels, point.GetGaugeLastValueLong());
                break;
            case MetricType.DoubleGauge:
                Sample(name, labels, point.GetGaugeLastValueDouble());
                break;
            case MetricType.Histogram:
                WriteHistogram(name, labels, in point);
                break;
            default:
                throw new NotSupportedException($"Metric type {type} has no Prometheus text form here.");
        }
    }

    private void WriteHistogram(string name, string labels, in MetricPoint point)
    {
        long below = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : Number(bucket.ExplicitBound);
            var le = $"le=\"{bound}\"";
            Sample(name + "_bucket", labels.Length == 0 ? le : $"{labels},{le}", below);
        }

        Sample(name + "_sum", labels, point.GetHistogramSum());
        Sample(name + "_count", labels, point.GetHistogramCount());
    }

    private void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Labels(ReadOnlyTagCollection tags)
    {
        var parts = new List<string>();
        foreach (var tag in tags)
        {
            var value = Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? string.Empty;
            parts.Add($"{PrometheusName.Clean(tag.Key)}=\"{EscapeLabel(value)}\"");
        }

        return string.Join(',', parts);
    }

    private static string KindOf(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.Histogram or MetricType.ExponentialHistogram => "histogram",
        _ => "gauge",
    };

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string EscapeHelp(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string EscapeLabel(string text) =>
        EscapeHelp(text).Replace("\"", "\\\"", StringComparison.Ordinal);
}
