using Governance.Server.Access;

namespace Governance.Server.Intake.Series;

/// <summary>A deployment's own metrics, by minute, for programs.</summary>
internal static class SeriesEndpoint
{
    /// <summary>What is answered where no time is named: the last day.</summary>
    private const int DefaultHours = 24;

    internal static void MapSeries(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/deployments/{name}/series", ReadAsync).RequirePermission(Permission.Read);

    private static async Task<IResult> ReadAsync(
        string name, int? hours, SenderSeries series, InstallationKey key, TimeProvider clock, CancellationToken stop)
    {
        var asked = Math.Clamp(hours ?? DefaultHours, 1, (int)SenderSeries.LongestTime.TotalHours);
        var to = clock.GetUtcNow();
        return Results.Ok(await series.ReadAsync(key.DeploymentOf(name), to.AddHours(-asked), to, stop));
    }
}
