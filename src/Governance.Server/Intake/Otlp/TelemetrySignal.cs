namespace Governance.Server.Intake.Otlp;

/// <summary>What a request carries; each has its own path.</summary>
internal enum TelemetrySignal
{
    /// <summary><c>/v1/traces</c></summary>
    Traces,

    /// <summary><c>/v1/logs</c></summary>
    Logs,

    /// <summary><c>/v1/metrics</c></summary>
    Metrics,
}
