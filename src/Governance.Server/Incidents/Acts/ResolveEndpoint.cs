using Governance.Domain.Incidents;
using Governance.Server.Access;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Incidents.Acts;

/// <summary>POST /api/incidents/{id}/resolve <c>{resolution}</c>: it is over, and why.</summary>
internal static class ResolveEndpoint
{
    internal static void MapResolve(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/incidents/{id}/resolve", async (
            string id, ResolveBody body, IncidentActs acts, HttpContext http) =>
            IncidentAnswer.ToProgram(new(id), await acts.RunAsync(new(id), Command(body, http).Decide, http)))
            .RequirePermission(Permission.HandleIncident);
        routes.MapPost("/incidents/{id}/resolve", async (
            string id,
            [FromForm] string? resolution,
            [FromForm] long? seen,
            IncidentActs acts,
            Retelling retelling,
            HttpContext http) =>
            await retelling.AnswerAsync(
                new(id),
                seen,
                await acts.RunAsSeenAsync(new(id), seen, Command(new(resolution), http).Decide, http),
                http.RequestAborted))
            .RequirePermission(Permission.HandleIncident);
    }

    private static ResolveIncident Command(ResolveBody body, HttpContext http) =>
        new(http.User.Actor(), body.Resolution?.ReplaceLineEndings("\n").Trim() ?? "");

    internal sealed record ResolveBody(string? Resolution);
}
