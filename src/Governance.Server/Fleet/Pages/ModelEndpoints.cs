using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Fleet.Pages;

/// <summary>The list of models, a model's page, and the same for programs.</summary>
internal static class ModelEndpoints
{
    /// <summary>Deployments in one answer; the next are asked for with <c>after=</c> the last one's name.</summary>
    private const int LimitMax = 200;

    internal static void MapModels(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/deployments", ListAsync).RequirePermission(Permission.Read);
        routes.MapGet("/models", ShowAllAsync).RequirePermission(Permission.Read);
        routes.MapGet("/models/{name}", ShowAsync).RequirePermission(Permission.Read);
    }

    private static async Task<IResult> ListAsync(
        string? after, int? limit, FleetReader reader, FoldRunner folds, HttpContext http)
    {
        await http.SeenAsync(folds.WaitForAsync);
        var wanted = Math.Clamp(limit ?? LimitMax, 1, LimitMax);
        return Results.Ok(await reader.AfterAsync(after, wanted, http.RequestAborted));
    }

    private static async Task<IResult> ShowAllAsync(FleetReader reader, FoldRunner folds, HttpContext http)
    {
        await http.SeenAsync(folds.WaitForAsync);
        return ModelsPage.With(await reader.ListAsync(FleetFilter.Parse(http.Request.Query), http.RequestAborted));
    }

    private static async Task<IResult> ShowAsync(string name, FleetReader reader, FoldRunner folds, HttpContext http)
    {
        await http.SeenAsync(folds.WaitForAsync);
        var view = await reader.ReadAsync(FleetLinks.NameIn(name), http.RequestAborted);
        return view is null ? Problems.NotFound("model of that name") : ModelPage.With(view);
    }
}
