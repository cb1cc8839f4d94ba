using System.Globalization;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Signals.Budget;

/// <summary>
/// GET /signals, the page; GET and POST /api/signals/budget <c>{falseIncidentsPerWeek, reason}</c>;
/// GET /api/signals/budget/{deployment}, the arithmetic of each of its streams.
/// </summary>
internal static class BudgetEndpoints
{
    internal static void MapBudget(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/signals", PageAsync).RequirePermission(Permission.Read);
        routes.MapPost("/signals/budget", SetByFormAsync).RequirePermission(Permission.EditDetection);
        routes.MapGet("/api/signals/budget", (BudgetReader reader, CancellationToken ct) => reader.ReadAsync(ct))
            .RequirePermission(Permission.Read);
        routes.MapGet("/api/signals/budget/{deployment}", StreamsAsync).RequirePermission(Permission.Read);
        routes.MapPost("/api/signals/budget", SetAsync).RequirePermission(Permission.EditDetection);
    }

    private static async Task<IResult> PageAsync(BudgetReader reader, FoldRunner folds, HttpContext http)
    {
        await http.SeenAsync(folds.WaitForAsync);
        return BudgetPage.With(await reader.ReadAsync(http.RequestAborted));
    }

    private static async Task<IResult> StreamsAsync(string deployment, BudgetReader reader, CancellationToken ct) =>
        await reader.StreamsAsync(new DeploymentId(deployment), ct) is { } streams
            ? Results.Ok(streams)
            : Problems.NotFound("watched deployment of that id");

    private static async Task<IResult> SetAsync(BudgetBody body, Transactor transactor, HttpContext http)
    {
        if (Problems.Unexplained(body.Reason) is { } unexplained)
            return unexplained;
        var outcome = await TransactAsync(body.FalseIncidentsPerWeek, body.Reason!, transactor, http);
        return outcome.Match(
            done => Results.Ok(new { done.State.FalseIncidentsPerWeek, done.Position }),
            same => Results.Ok(new { same.State.FalseIncidentsPerWeek, same.Position }),
            refusal => Problems.Refused(refusal, StatusCodes.Status422UnprocessableEntity));
    }

    private static async Task<IResult> SetByFormAsync(
        [FromForm] string? perWeek, [FromForm] string? reason, Transactor transactor, Flash flash, HttpContext http)
    {
        if (Problems.Unexplained(reason) is { } unexplained)
            return unexplained;
        if (!double.TryParse(perWeek, CultureInfo.InvariantCulture, out var number))
            return Problems.Invalid("budget_not_valid", "Give a number of false incidents a week, such as 0.5.");
        var outcome = await TransactAsync(number, reason!, transactor, http);
        return outcome.Match(
            done => Said(done.Position),
            same => Said(same.Position),
            refusal => Problems.Refused(refusal, StatusCodes.Status422UnprocessableEntity));

        IResult Said(long position)
        {
            flash.Say("The budget is set. It holds for everything recorded from now on.");
            return Acts.SeeOther("/signals", position);
        }
    }

    private static Task<Outcome<AlarmBudget>> TransactAsync(
        double perWeek, string reason, Transactor transactor, HttpContext http) => transactor.TransactAsync(
        BudgetBook.Stream,
        AlarmBudget.Id,
        new SetBudget(perWeek, http.User.Actor(), reason.Trim()).Decide,
        http.User.Actor(),
        ct: http.RequestAborted);

    internal sealed record BudgetBody(double FalseIncidentsPerWeek, string? Reason);
}
