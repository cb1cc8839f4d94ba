using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Signals.Detectors;

/// <summary>
/// GET /detectors and /detectors/{word}, the pages; /detectors.csv; and for programs /api/detectors/health and
/// /api/detectors/{word}/health, the same numbers.
/// </summary>
internal static class DetectorPages
{
    internal static void MapDetectorPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(DetectorLinks.Detectors, ListAsync).RequirePermission(Permission.Read);
        routes.MapGet("/detectors.csv", FileAsync).RequirePermission(Permission.Read);
        routes.MapGet("/detectors/{word}", PageAsync).RequirePermission(Permission.Read);
        routes.MapGet("/api/detectors/health", (HttpContext http, HealthReader reader) => AskedAsync(http, reader))
            .RequirePermission(Permission.Read);
        routes.MapGet("/api/detectors/{word}/health", HealthAsync).RequirePermission(Permission.Read);
    }

    private static async Task<IResult> ListAsync(HealthReader reader, FoldRunner folds, HttpContext http)
    {
        await http.SeenAsync(folds.WaitForAsync);
        var filter = DetectorFilter.Parse(http.Request.Query);
        return DetectorsPage.With(DetectorsView.Of(await reader.ListAsync(http.RequestAborted), filter));
    }

    private static async Task<IResult> FileAsync(HealthReader reader, HttpContext http) => Results.File(
        System.Text.Encoding.UTF8.GetBytes(HealthFile.Of(await AskedAsync(http, reader))),
        "text/csv; charset=utf-8",
        "detectors.csv");

    private static async Task<IResult> PageAsync(
        string word, DetectorComposer composer, FoldRunner folds, HttpContext http)
    {
        await http.SeenAsync(folds.WaitForAsync);
        return SignalWords.KindOf(word) is { } signal
            ? DetectorPage.With(await composer.ComposeAsync(signal, ChartChoice.Parse(http.Request.Query), http))
            : Problems.NotFound("detector of that name");
    }

    private static async Task<IResult> HealthAsync(string word, HealthReader reader, CancellationToken ct) =>
        SignalWords.KindOf(word) is { } signal
            ? Results.Ok(await reader.ReadAsync(signal, ct))
            : Problems.NotFound("detector of that name");

    private static async Task<IReadOnlyList<DetectorHealth>> AskedAsync(HttpContext http, HealthReader reader) =>
        DetectorFilter.Parse(http.Request.Query).Of(await reader.ListAsync(http.RequestAborted));
}
