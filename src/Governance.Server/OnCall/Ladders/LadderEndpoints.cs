using Governance.Domain;
using Governance.Domain.OnCall;
using Governance.Domain.OnCall.Ladders;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;

namespace Governance.Server.OnCall.Ladders;

/// <summary>The ladder: shown and changed by page and by program.</summary>
internal static class LadderEndpoints
{
    private const string Path = "/on-call/ladder";
    private const string Api = "/api/on-call/ladder";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequirePermission(Permission.Read);
        routes.MapPost(Path, DefineFromPageAsync).RequirePermission(Permission.EditDetection);
        routes.MapGet(Api, (LadderDesk desk) => desk.Current).RequirePermission(Permission.Read);
        routes.MapPut(Api, DefineAsync).RequirePermission(Permission.EditDetection);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, LadderDesk desk, RunningLadders running, FoldRunner folds)
    {
        await http.SeenAsync(folds.WaitForAsync);
        var ladder = desk.Current;
        return LadderPage.With(new LadderView(
            ladder, await desk.TargetsAsync(http.RequestAborted), running.NotBy(ladder.Digest)));
    }

    private static async Task<IResult> DefineFromPageAsync(HttpContext http, LadderDesk desk, Flash flash)
    {
        if (LadderForm.Read(await http.Request.ReadFormAsync(http.RequestAborted)) is not { } body)
            return Problems.Invalid("ladder_invalid", "A step needs whom to page and how many seconds to wait.");
        var outcome = await desk.DefineAsync(body, http.User.Actor(), http.RequestAborted);
        if (outcome.Refusal is null)
            flash.Say("New escalations follow this ladder. Those that run keep theirs.");
        return outcome.Match(
            done => Acts.SeeOther(Path, done.Position), same => Acts.SeeOther(Path, same.Position), Refused);
    }

    private static async Task<IResult> DefineAsync(LadderBody body, HttpContext http, LadderDesk desk) =>
        (await desk.DefineAsync(body, http.User.Actor(), http.RequestAborted)).Match(
            done => Results.Ok(done.State.Ladder), same => Results.Ok(same.State.Ladder), Refused);

    private static IResult Refused(Refusal refusal) =>
        Problems.Refused(refusal, StatusCodes.Status422UnprocessableEntity);
}
