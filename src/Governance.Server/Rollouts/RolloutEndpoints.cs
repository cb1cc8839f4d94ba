using Governance.Domain;
using Governance.Domain.Rollouts;
using Governance.Server.Access;
using Governance.Server.Fleet.Traffic;
using Governance.Server.Pipeline;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Rollouts;

/// <summary>
/// The acts on a rollout for programs: POST /api/rollouts/{id}/approve, /decline, /advance, /hold, /release, /rollback,
/// each with a small JSON body. 200 <c>{id, status, stage, percent, position}</c>; 409 with a code when a rule is
/// broken.
/// </summary>
internal static class RolloutEndpoints
{
    internal static void MapRolloutActs(this IEndpointRouteBuilder routes)
    {
        var rollout = routes.MapGroup("/api/rollouts/{id}");
        rollout.MapPost("/approve", ApproveAsync).RequirePermission(Permission.ApproveRollout);
        rollout.MapPost("/decline", DeclineAsync).RequirePermission(Permission.ApproveRollout);
        rollout.MapPost("/advance", AdvanceAsync).RequirePermission(Permission.ApproveRollout);
        rollout.MapPost("/hold", HoldAsync).RequirePermission(Permission.HoldRollout);
        rollout.MapPost("/release", ReleaseAsync).RequirePermission(Permission.ApproveRollout);
        rollout.MapPost("/rollback", RollBackAsync).RequirePermission(Permission.RollBack);
        routes.MapGet("/api/rollouts/{id}", ReadAsync).RequirePermission(Permission.Read);
    }

    private static Task<IResult> ApproveAsync(string id, ApproveBody body, RolloutActs acts, HttpContext http) =>
        AnswerAsync(acts, http, Act.Approve(id, http.User.Actor().Who, body.PlanDigest, body.Reason));

    private static Task<IResult> DeclineAsync(string id, ReasonBody body, RolloutActs acts, HttpContext http) =>
        AnswerAsync(acts, http, body.Reason, Act.Decline(id, http.User.Actor().Who, body.Reason));

    private static Task<IResult> AdvanceAsync(
        string id, AdvanceBody body, RolloutActs acts, TrafficBoard traffic, HttpContext http) =>
        AnswerAsync(acts, http, Act.Advance(id, http.User.Actor(), body.From, traffic));

    private static Task<IResult> HoldAsync(string id, ReasonBody body, RolloutActs acts, HttpContext http) =>
        AnswerAsync(acts, http, body.Reason, Act.Hold(id, http.User.Actor(), body.Reason));

    private static Task<IResult> ReleaseAsync(string id, ReasonBody body, RolloutActs acts, HttpContext http) =>
        AnswerAsync(acts, http, body.Reason, Act.Release(id, http.User.Actor().Who, body.Reason));

    private static Task<IResult> RollBackAsync(string id, ReasonBody body, RolloutActs acts, HttpContext http) =>
        AnswerAsync(acts, http, body.Reason, Act.RollBack(id, http.User.Actor(), body.Reason));

    private static async Task<IResult> ReadAsync(
        string id, Transactor transactor, TrafficBoard traffic, HttpContext http)
    {
        var (rollout, version, position) =
            await transactor.ReadAsync(RolloutStreams.Rollout, id, http.RequestAborted);
        return version == 0
            ? Problems.NotFound("rollout of that id")
            : Results.Ok(new
            {
                id,
                rollout.Status,
                rollout.Plan,
                rollout.PlanDigest,
                stage = rollout.StageIndex,
                percent = rollout.Weight,
                rollout.Hold,
                evidence = traffic.EvidenceOf(new RolloutId(id)),
                position,
            });
    }

    private static async Task<IResult> AnswerAsync(
        RolloutActs acts, HttpContext http, string? reason, RolloutDecision act) =>
        Problems.Unexplained(reason) ?? await AnswerAsync(acts, http, act);

    private static async Task<IResult> AnswerAsync(RolloutActs acts, HttpContext http, RolloutDecision act) =>
        await acts.RunAsync(act, http.User.Actor(), http.RequestAborted) is { } outcome
            ? outcome.Match(
                done => Ok(act.Id, done.State, done.Position),
                same => Ok(act.Id, same.State, same.Position),
                refusal => Problems.Refused(refusal))
            : Problems.NotFound("rollout of that id");

    private static IResult Ok(RolloutId id, Rollout rollout, long position) => Results.Ok(new
    {
        id = id.Value,
        rollout.Status,
        stage = rollout.StageIndex,
        percent = rollout.Weight,
        position,
    });

    internal sealed record ApproveBody(string? PlanDigest, string? Reason);

    internal sealed record ReasonBody(string? Reason);

    internal sealed record AdvanceBody(int? From);
}
