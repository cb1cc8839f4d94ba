using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Governance.Server.Operations;

/// <summary>
/// What this server tells about itself. Metrics are always there for a scraper; metrics, traces and logs go out
/// over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, by the SDK's own environment variables.
/// </summary>
internal sealed class TelemetryOut : IHostedService, IDisposable
{
    internal const string MeterName = "Governance";
    internal const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Instruments of the framework and the driver that an operator of this server needs.</summary>
    private static readonly string[] s_meters =
    [
        MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql",
    ];

    private readonly bool _exports;
    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    public TelemetryOut(IConfiguration configuration) =>
        _exports = !string.IsNullOrEmpty(configuration[EndpointVariable]);

    internal PullExporter Scrape { get; } = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter(s_meters)
            .AddReader(new BaseExportingMetricReader(Scrape));
        _metrics = (_exports ? metrics.AddOtlpExporter() : metrics).Build();
        if (_exports)
        {
            _traces = Sdk.CreateTracerProviderBuilder()
                .ConfigureResource(Describe)
                .AddSource(MeterName, "Microsoft.AspNetCore", "Npgsql")
                .AddOtlpExporter()
                .Build();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
        Scrape.Dispose();
    }

    internal static void AddLogs(ILoggingBuilder logging, IConfiguration configuration)
    {
        if (!string.IsNullOrEmpty(configuration[EndpointVariable]))
        {
            logging.AddOpenTelemetry(options => options
                .SetResourceBuilder(Described(ResourceBuilder.CreateDefault()))
                .AddOtlpExporter());
        }
    }

    private static void Describe(ResourceBuilder resource) => Described(resource);

    private static ResourceBuilder Described(ResourceBuilder resource) =>
        resource.AddService("governance", serviceVersion: typeof(TelemetryOut).Assembly.GetName().Version?.ToString(3));
}
