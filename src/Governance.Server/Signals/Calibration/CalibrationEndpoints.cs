using Governance.Domain;
using Governance.Server.Access;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Signals.Calibration;

/// <summary>
/// GET /api/signals/calibration/{deployment}: how often each version was right beside how sure it said it was.
/// </summary>
internal static class CalibrationEndpoints
{
    internal static void MapCalibration(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/signals/calibration/{deployment}", ReadAsync).RequirePermission(Permission.Read);

    private static async Task<IResult> ReadAsync(
        string deployment, SignalReadings readings, CancellationToken ct) =>
        await readings.CalibrationOfAsync(new DeploymentId(deployment), ct) is { } versions
            ? Results.Ok(versions)
            : Problems.NotFound("watched deployment of that id");
}
