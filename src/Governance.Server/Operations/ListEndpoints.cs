using Governance.EventSourcing.Projections;
using Governance.Server.Access;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Operations;

/// <summary>
/// /system/lists: rebuild a list beside the one in sight, and try a row again that stands still. None of it is a fact:
/// it changes nothing that the log does not say already.
/// </summary>
internal static class ListEndpoints
{
    private const string Path = "/system/lists/{name}";

    internal static void MapLists(this IEndpointRouteBuilder routes)
    {
        routes.MapPost($"{Path}/rebuild", RebuildAsync).RequirePermission(Permission.Operate);
        routes.MapPost($"{Path}/cancel-rebuild", CancelAsync).RequirePermission(Permission.Operate);
        routes.MapPost($"{Path}/retry", RetryAsync).RequirePermission(Permission.Operate);
    }

    private static Task<IResult> RebuildAsync(
        string name, ProjectionDaemon projections, Flash flash, CancellationToken stop) =>
        ActAsync(name, projections, flash, "It is being rebuilt; the old rows stay until the new ones are complete.",
            () => projections.RequestRebuildAsync(name, stop));

    private static Task<IResult> CancelAsync(
        string name, ProjectionDaemon projections, Flash flash, CancellationToken stop) =>
        ActAsync(name, projections, flash, "The rebuild is given up.",
            () => projections.CancelRebuildAsync(name, stop));

    private static async Task<IResult> RetryAsync(
        string name, [FromForm] string key, ProjectionDaemon projections, Flash flash, CancellationToken stop)
    {
        if (!IsKnown(name, projections) || !await projections.RetryParkedKeyAsync(name, key, stop))
            return Problems.NotFound("such parked row");
        flash.Say("It is being tried again.");
        return Acts.SeeOther("/system");
    }

    private static async Task<IResult> ActAsync(
        string name, ProjectionDaemon projections, Flash flash, string done, Func<Task> act)
    {
        if (!IsKnown(name, projections))
            return Problems.NotFound("such list");
        await act();
        flash.Say(done);
        return Acts.SeeOther("/system");
    }

    private static bool IsKnown(string name, ProjectionDaemon projections) =>
        projections.Progress.Any(list => list.Name == name);
}
