using Governance.Server.Intake.Otlp;

namespace Governance.Server.Intake.Grpc;

/// <summary>The collector's methods by signal.</summary>
internal static class GrpcMethod
{
    /// <summary>The path of a signal's Export.</summary>
    public static string Of(TelemetrySignal signal) => signal switch
    {
        TelemetrySignal.Traces => "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
        TelemetrySignal.Logs => "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
        _ => "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
    };
}
