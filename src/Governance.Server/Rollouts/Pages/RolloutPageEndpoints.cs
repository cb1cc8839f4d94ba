using Governance.Domain;
using Governance.Domain.Rollouts;
using Governance.Server.Access;
using Governance.Server.Fleet.Traffic;
using Governance.Server.Intake;
using Governance.Server.Oversight;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Rollouts.Pages;

/// <summary>The board, a rollout's page, and their forms: 303 back to the page, which shows the act.</summary>
internal static class RolloutPageEndpoints
{
    internal static void MapRolloutPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/rollouts", ReadBoard).RequirePermission(Permission.Read);
        routes.MapPost("/rollouts", PlanAsync).RequirePermission(Permission.ProposeRollout);
        routes.MapGet("/rollouts/{id}", ReadAsync).RequirePermission(Permission.Read);
        routes.MapPost("/rollouts/{id}/approve", ApproveAsync).RequirePermission(Permission.ApproveRollout);
        routes.MapPost("/rollouts/{id}/decline", DeclineAsync).RequirePermission(Permission.ApproveRollout);
        routes.MapPost("/rollouts/{id}/advance", AdvanceAsync).RequirePermission(Permission.ApproveRollout);
        routes.MapPost("/rollouts/{id}/hold", HoldAsync).RequirePermission(Permission.HoldRollout);
        routes.MapPost("/rollouts/{id}/release", ReleaseAsync).RequirePermission(Permission.ApproveRollout);
        routes.MapPost("/rollouts/{id}/roll-back", RollBackAsync).RequirePermission(Permission.RollBack);
    }

    private static IResult ReadBoard(RolloutBoard board, HaltBoard halts, string? view) =>
        BoardPage.With(BoardView.Of(
            board.Rows, halts.Standing.Select(halt => halt.State.Order!.DeploymentName).ToHashSet(), view));

    private static async Task<IResult> ReadAsync(
        string id, RolloutReader reader, FoldRunner folds, TimeProvider clock, HttpContext http)
    {
        await http.SeenAsync(folds.WaitForAsync);
        var view = await reader.ReadAsync(new RolloutId(id), http.User.Actor(), clock.GetUtcNow(), http.RequestAborted);
        return view is null ? Problems.NotFound("rollout of that id") : RolloutPage.With(view);
    }

    private static async Task<IResult> PlanAsync(
        [FromForm] PlanForm form, RolloutActs acts, InstallationKey key, HttpContext http)
    {
        if (StageLines.Parse(form.Stages) is not { } stages)
        {
            return Problems.Invalid("stages_not_valid", "Each line is: percent, soak in seconds, observations needed.");
        }

        var advance = form.Advance == "automatic" ? AdvanceMode.Automatic : AdvanceMode.Manual;
        var body = new PlanRolloutEndpoint.PlanBody(form.Deployment, form.Candidate, stages, advance);
        var (id, outcome) = await PlanRolloutEndpoint.CommitAsync(body, acts, key, http);
        return outcome is null
            ? Problems.Invalid("rollout_not_valid", "A rollout names a deployment and a candidate version.")
            : Answer(id, outcome);
    }

    private static async Task<IResult> ApproveAsync(
        string id, [FromForm] ActForm form, RolloutActs acts, Transactor transactor, HttpContext http) =>
        await UnconfirmedAsync(transactor, id, form, plan => plan.Candidate.Value, http)
            ?? await RunAsync(acts, http, Act.Approve(id, http.User.Actor().Who, form.PlanDigest, form.Reason));

    private static Task<IResult> DeclineAsync(
        string id, [FromForm] ActForm form, RolloutActs acts, HttpContext http) =>
        RunAsync(acts, http, form.Reason, Act.Decline(id, http.User.Actor().Who, form.Reason));

    private static Task<IResult> AdvanceAsync(
        string id, [FromForm] int? from, RolloutActs acts, TrafficBoard traffic, HttpContext http) =>
        RunAsync(acts, http, Act.Advance(id, http.User.Actor(), from, traffic));

    private static Task<IResult> HoldAsync(string id, [FromForm] ActForm form, RolloutActs acts, HttpContext http) =>
        RunAsync(acts, http, form.Reason, Act.Hold(id, http.User.Actor(), form.Reason));

    private static Task<IResult> ReleaseAsync(string id, [FromForm] ActForm form, RolloutActs acts, HttpContext http) =>
        RunAsync(acts, http, form.Reason, Act.Release(id, http.User.Actor().Who, form.Reason));

    private static async Task<IResult> RollBackAsync(
        string id, [FromForm] ActForm form, RolloutActs acts, Transactor transactor, HttpContext http) =>
        await UnconfirmedAsync(transactor, id, form, plan => plan.DeploymentName, http)
            ?? await RunAsync(acts, http, form.Reason, Act.RollBack(id, http.User.Actor(), form.Reason));

    private static async Task<IResult?> UnconfirmedAsync(
        Transactor transactor, string id, ActForm form, Func<RolloutPlan, string> expected, HttpContext http)
    {
        var (rollout, _, _) = await transactor.ReadAsync(RolloutStreams.Rollout, id, http.RequestAborted);
        return rollout.Plan is { } plan
            ? Problems.Unconfirmed(form.Confirm, expected(plan))
            : Problems.NotFound("rollout of that id");
    }

    private static async Task<IResult> RunAsync(
        RolloutActs acts, HttpContext http, string? reason, RolloutDecision act) =>
        Problems.Unexplained(reason) ?? await RunAsync(acts, http, act);

    private static async Task<IResult> RunAsync(RolloutActs acts, HttpContext http, RolloutDecision act) =>
        await acts.RunAsync(act, http.User.Actor(), http.RequestAborted) is { } outcome
            ? Answer(act.Id, outcome)
            : Problems.NotFound("rollout of that id");

    private static IResult Answer(RolloutId id, Outcome<Rollout> outcome) => outcome.Match(
        done => Acts.SeeOther(RolloutStreams.PageOf(id), done.Position),
        same => Acts.SeeOther(RolloutStreams.PageOf(id), same.Position),
        refusal => Problems.Refused(refusal));

    // Properties, not constructor parameters: the form binder takes those for required.
    internal sealed record PlanForm
    {
        public string? Deployment { get; init; }

        public string? Candidate { get; init; }

        public string? Stages { get; init; }

        public string? Advance { get; init; }
    }

    internal sealed record ActForm
    {
        public string? Reason { get; init; }

        public string? Confirm { get; init; }

        public string? PlanDigest { get; init; }
    }
}
