using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Governance.Server.Operations;

/// <summary>Collects the same instruments that OTLP exports, at the moment a scraper asks.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PullExporter : BaseExporter<Metric>, IPullMetricExporter
{
    /// <summary>A scrape that cannot be collected within this time is answered 503, in milliseconds.</summary>
    private const int CollectTimeoutMs = 5_000;

    private readonly Lock _gate = new();
    private PrometheusText? _writing;

    public Func<int, bool>? Collect { get; set; }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            _writing?.Write(metric);
        }

        return ExportResult.Success;
    }

    /// <summary>The page a scraper reads, or null when collecting failed.</summary>
    internal string? Read(bool openMetrics)
    {
        lock (_gate)
        {
            _writing = new PrometheusText(openMetrics);
            try
            {
                return Collect?.Invoke(CollectTimeoutMs) == true ? _writing.Finish() : null;
            }
            finally
            {
                _writing = null;
            }
        }
    }
}
