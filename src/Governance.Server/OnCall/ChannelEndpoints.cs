using Governance.Domain.OnCall;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;

namespace Governance.Server.OnCall;

/// <summary>The ways to reach people, and a test of each.</summary>
internal static class ChannelEndpoints
{
    private const string Path = "/system/channels";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequirePermission(Permission.Read);
        routes.MapPost($"{Path}/{{id}}/test", TestFromPageAsync).RequirePermission(Permission.Operate);
        routes.MapGet("/api/channels", (ChannelDesk desk, CancellationToken stop) =>
            desk.ListAsync(stop)).RequirePermission(Permission.Read);
        routes.MapPost("/api/channels/{id}/test", TestAsync).RequirePermission(Permission.Operate);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, ChannelDesk desk, FoldRunner folds)
    {
        await http.SeenAsync(folds.WaitForAsync);
        return ChannelsPage.With(new ChannelsView(await desk.ListAsync(http.RequestAborted)));
    }

    private static async Task<IResult> TestFromPageAsync(
        string id, HttpContext http, ChannelDesk desk, Flash flash, CancellationToken stop)
    {
        if (await desk.TestAsync(id, http.User.Actor(), stop) is not { } outcome)
            return Problems.NotFound("such channel");
        if (outcome.Refusal is null)
            flash.Say("A test message is on its way.");
        return outcome.Match(
            done => Acts.SeeOther(Path, done.Position),
            same => Acts.SeeOther(Path, same.Position),
            refusal => Problems.Refused(refusal));
    }

    private static async Task<IResult> TestAsync(
        string id, HttpContext http, ChannelDesk desk, CancellationToken stop) =>
        await desk.TestAsync(id, http.User.Actor(), stop) is { } outcome
            ? outcome.Match(
                done => Results.Accepted(null, new { position = done.Position }),
                same => Results.Accepted(null, new { position = same.Position }),
                refusal => Problems.Refused(refusal))
            : Problems.NotFound("such channel");
}
