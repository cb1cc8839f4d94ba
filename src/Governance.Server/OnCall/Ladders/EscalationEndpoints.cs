using Governance.Domain;
using Governance.Domain.OnCall;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;

namespace Governance.Server.OnCall.Ladders;

/// <summary>
/// One incident's escalation: what it pinned, how that differs from the ladder now, and the move to it.
/// </summary>
internal static class EscalationEndpoints
{
    private const string Path = "/on-call/escalations";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{Path}/{{id}}", ShowAsync).RequirePermission(Permission.Read);
        routes.MapPost($"{Path}/{{id}}/move", async (
            string id, Transactor transactor, EscalationPlanner planner, HttpContext http) =>
            (await MoveAsync(id, transactor, planner, http)).Match(
                done => Acts.SeeOther(Of(id), done.Position),
                same => Acts.SeeOther(Of(id), same.Position),
                refusal => Problems.Refused(refusal))).RequirePermission(Permission.HandleIncident);
        routes.MapGet("/api/escalations/{id}", async (string id, Transactor transactor, CancellationToken stop) =>
            await FoldedAsync(id, transactor, stop) is { Version: > 0 } folded
                ? Results.Ok(folded.State)
                : Unknown).RequirePermission(Permission.Read);
        routes.MapPost("/api/escalations/{id}/move", async (
            string id, Transactor transactor, EscalationPlanner planner, HttpContext http) =>
            (await MoveAsync(id, transactor, planner, http)).Match(
                done => Results.Ok(new { position = done.Position }),
                same => Results.Ok(new { position = same.Position }),
                refusal => Problems.Refused(refusal))).RequirePermission(Permission.HandleIncident);
    }

    /// <summary>Where an incident's escalation is shown.</summary>
    internal static string Of(string incident) => $"{Path}/{Uri.EscapeDataString(incident)}";

    private static IResult Unknown => Problems.NotFound("escalation of that incident");

    private static async Task<IResult> ShowAsync(
        string id, Transactor transactor, LadderDesk ladders, HttpContext http, FoldRunner folds)
    {
        await http.SeenAsync(folds.WaitForAsync);
        var folded = await FoldedAsync(id, transactor, http.RequestAborted);
        return folded.Version == 0
            ? Unknown
            : EscalationPage.With(new EscalationView(
                id, folded.State, ladders.Current, await ladders.TargetsAsync(http.RequestAborted)));
    }

    private static Task<Folded<Escalation>> FoldedAsync(string id, Transactor transactor, CancellationToken ct) =>
        transactor.ReadAsync(OnCallStreams.Escalation, id, ct);

    private static Task<Outcome<Escalation>> MoveAsync(
        string id, Transactor transactor, EscalationPlanner planner, HttpContext http)
    {
        var by = http.User.Actor();
        return transactor.PlanAsync(
            OnCallStreams.Escalation,
            id,
            async from =>
            {
                var incident = await from.ReadAsync(OnCallStreams.Incident, id);
                return await planner.MoveAsync(new Waking(id, from.State, incident, from), by, http.RequestAborted);
            },
            by,
            http.RequestAborted);
    }
}
