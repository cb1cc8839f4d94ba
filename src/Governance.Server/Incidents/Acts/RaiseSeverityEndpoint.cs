using Governance.Domain.Incidents;
using Governance.Server.Access;
using Governance.Server.Incidents.Queue;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Incidents.Acts;

/// <summary>POST /api/incidents/{id}/severity <c>{severity, reason}</c>: it is worse than thought.</summary>
internal static class RaiseSeverityEndpoint
{
    internal static void MapRaiseSeverity(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/incidents/{id}/severity", async (
            string id, SeverityBody body, IncidentActs acts, HttpContext http) =>
            Command(body, http) is { } command
                ? IncidentAnswer.ToProgram(new(id), await acts.RunAsync(new(id), command.Decide, http))
                : Unknown)
            .RequirePermission(Permission.HandleIncident);
        routes.MapPost("/incidents/{id}/severity", async (
            string id,
            [FromForm] string? severity,
            [FromForm] string? reason,
            [FromForm] long? seen,
            IncidentActs acts,
            Retelling retelling,
            HttpContext http) =>
            Command(new(severity, reason), http) is { } command
                ? await retelling.AnswerAsync(
                    new(id),
                    seen,
                    await acts.RunAsSeenAsync(new(id), seen, command.Decide, http),
                    http.RequestAborted)
                : Unknown)
            .RequirePermission(Permission.HandleIncident);
    }

    private static IResult Unknown => Problems.Invalid(
        "severity_unknown", "Severity is one of critical, high, medium, low, info, or sev1 to sev5.");

    private static RaiseSeverity? Command(SeverityBody body, HttpContext http) =>
        SeverityWords.TryParse(body.Severity, out var severity)
            ? new RaiseSeverity(severity, http.User.Actor(), body.Reason?.Trim() ?? "")
            : null;

    internal sealed record SeverityBody(string? Severity, string? Reason);
}
