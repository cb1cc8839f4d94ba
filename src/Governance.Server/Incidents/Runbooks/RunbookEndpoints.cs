using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Runbooks;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Incidents.Runbooks;

/// <summary>
/// POST <c>/api/incidents/{id}/runbook/{step} {to, words}</c>: a step is started, completed, skipped or failed; the
/// same without <c>/api</c> as a form. GET <c>/runbooks</c>: every runbook, when it was used and is to be read anew.
/// </summary>
internal static class RunbookEndpoints
{
    internal static void MapRunbooks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/incidents/{id}/runbook/{step:int}", async (
            string id, int step, StepBody body, RunbookActs acts, HttpContext http) =>
            await MoveAsync(new(id), step, body, acts, http, position => Results.Ok(new { position })))
            .RequirePermission(Permission.HandleIncident);
        routes.MapPost("/incidents/{id}/runbook/{step:int}", async (
            string id, int step, [FromForm] string? to, [FromForm] string? words, RunbookActs acts, HttpContext http) =>
            await MoveAsync(
                new(id), step, new(to, words), acts, http,
                position => Shell.Acts.SeeOther(IncidentLinks.Room(new(id)), position)))
            .RequirePermission(Permission.HandleIncident);
        routes.MapGet("/runbooks", (RunbookReader reader) => RunbooksPage.With(reader.Read()))
            .RequirePermission(Permission.Read);
        routes.MapGet("/api/runbooks", (RunbookReader reader) => reader.Read().Rows)
            .RequirePermission(Permission.Read);
    }

    private static async Task<IResult> MoveAsync(
        IncidentId id, int step, StepBody body, RunbookActs acts, HttpContext http, Func<long, IResult> answer)
    {
        if (!Enum.TryParse<StepStatus>(body.To, ignoreCase: true, out var to) || to is StepStatus.Open
            || !Enum.IsDefined(to))
            return Problems.Invalid("step_status_unknown", "A step is started, completed, skipped or failed.");
        var words = body.Words?.ReplaceLineEndings("\n").Trim() ?? "";
        var outcome = await acts.MoveAsync(id, step, to, words, http);
        return outcome.Match(done => answer(done.Position), same => answer(same.Position), Refused);
    }

    private static IResult Refused(Refusal refusal) => refusal switch
    {
        TextMissing or TextTooLong or TextUnseen =>
            Problems.Refused(refusal, StatusCodes.Status422UnprocessableEntity),
        IncidentNotOpen or NoRunbook or NoSuchStep => Problems.NotFound("such step"),
        _ => Problems.Refused(refusal),
    };

    internal sealed record StepBody(string? To, string? Words);
}
