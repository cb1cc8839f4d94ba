using Governance.Server.Intake.Otlp;

namespace Governance.Server.Intake.Grpc;

/// <summary>
/// OTLP over gRPC: the three Export methods, unary, framed by hand over HTTP/2. Behind the framing it is the same
/// protobuf on the same way as over HTTP.
/// </summary>
internal sealed class GrpcEndpoint(Reception reception, BodyLimits limits, IntakeMetrics metrics, TimeProvider clock)
{
    /// <summary>Takes one call of one signal.</summary>
    public async Task ReceiveAsync(HttpContext context, TelemetrySignal signal)
    {
        var began = clock.GetTimestamp();
        var (length, status) = await TakeAsync(context, signal);
        metrics.Answered(signal, status, length, clock.GetElapsedTime(began));
    }

    private async Task<(int Length, int Status)> TakeAsync(HttpContext context, TelemetrySignal signal)
    {
        try
        {
            OtlpEndpoint.LiftServerLimit(context);
            using var body = await GrpcMessage.ReadAsync(context.Request, limits, context.RequestAborted);
            var receipt = await reception.TakeAsync(
                body, signal, isJson: false, context.User, context.RequestAborted);
            var message = OtlpAnswer.Of(receipt, signal, isJson: false);
            await GrpcAnswer.SucceedAsync(context.Response, message, context.RequestAborted);
            return (body.Length, StatusCodes.Status200OK);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return (0, StatusCodes.Status499ClientClosedRequest);
        }
        catch (Exception error) when (NotTaken.Of(error) is { } refusal)
        {
            GrpcAnswer.Refuse(context.Response, refusal);
            return (0, refusal.Status);
        }
    }
}
