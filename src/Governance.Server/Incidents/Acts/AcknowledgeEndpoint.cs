using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Server.Access;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;

namespace Governance.Server.Incidents.Acts;

/// <summary>
/// "I am looking at it": POST /api/incidents/{id}/acknowledge for programs, the same from the room, and for the rows
/// that are ticked in the queue.
/// </summary>
internal static class AcknowledgeEndpoint
{
    /// <summary>More rows than a page of the queue has cannot be ticked.</summary>
    private const int TickedMax = Queue.QueueFilter.PageSize;

    internal static void MapAcknowledge(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/incidents/{id}/acknowledge", async (string id, IncidentActs acts, HttpContext http) =>
            IncidentAnswer.ToProgram(new(id), await AcknowledgeAsync(new(id), acts, http)))
            .RequirePermission(Permission.HandleIncident);
        routes.MapPost("/incidents/{id}/acknowledge", async (
            string id, [FromForm] long? seen, IncidentActs acts, Retelling retelling, HttpContext http) =>
            await retelling.AnswerAsync(
                new(id), seen, await AcknowledgeAsync(new(id), acts, http), http.RequestAborted))
            .RequirePermission(Permission.HandleIncident);
        routes.MapPost("/incidents/acknowledge", TickedAsync).RequirePermission(Permission.HandleIncident);
    }

    /// <summary>
    /// Each by itself: one that somebody else has just acknowledged stops no other, and the answer says how many.
    /// </summary>
    private static async Task<IResult> TickedAsync(
        [FromForm(Name = "id")] StringValues ids,
        [FromForm] string? back,
        IncidentActs acts,
        Flash flash,
        HttpContext http)
    {
        var (done, refused, unknown, position) = (0, 0, 0, 0L);
        foreach (var id in ids.OfType<string>().Distinct(StringComparer.Ordinal).Take(TickedMax))
        {
            var outcome = await AcknowledgeAsync(new IncidentId(id), acts, http);
            if (outcome.Refusal is IncidentNotOpen { Status: IncidentStatus.Undeclared })
            {
                unknown++;
                continue;
            }

            refused += outcome.Refusal is null ? 0 : 1;
            if (outcome is Outcome<Incident>.Committed committed)
            {
                (done, position) = (done + 1, committed.Position);
            }
        }

        if (unknown > 0 && done + refused == 0)
        {
            return Problems.NotFound("incident of that id");
        }

        flash.Say(Said(done, refused) + (unknown > 0 ? $" {unknown} not found." : ""));
        return Shell.Acts.SeeOther(IncidentLinks.BackToQueue(back), position);
    }

    private static string Said(int done, int refused) => (done, refused) switch
    {
        (0, 0) => "Nothing to acknowledge: tick the rows first.",
        (_, 0) => $"{done} acknowledged.",
        _ => $"{done} acknowledged, {refused} not: somebody else has them, or they are resolved.",
    };

    private static Task<Outcome<Incident>> AcknowledgeAsync(IncidentId id, IncidentActs acts, HttpContext http) =>
        acts.RunAsync(id, new AcknowledgeIncident(http.User.Actor()).Decide, http);
}
