using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Server.Access;
using Governance.Server.Incidents.Queue;
using Governance.Server.Intake;
using Governance.Server.Shell.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Governance.Server.Incidents.Acts;

/// <summary>
/// POST /api/incidents <c>{title, severity, deployment?, version?}</c>: a person or program declares an incident. Two
/// fields are enough. The header <c>Idempotency-Key</c> makes a repeated request declare no second one.
/// </summary>
internal static class DeclareIncidentEndpoint
{
    private const string KeyHeader = "Idempotency-Key";

    internal static void MapDeclareIncident(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/incidents", ForProgramAsync).RequirePermission(Permission.HandleIncident);
        routes.MapPost(IncidentLinks.Queue, ForPersonAsync).RequirePermission(Permission.HandleIncident);
    }

    private static async Task<IResult> ForProgramAsync(
        DeclareBody body, [FromHeader(Name = KeyHeader)] string? key, Declaring declaring, HttpContext http) =>
        await declaring.RunAsync(body, key, http) is var (id, outcome)
            ? IncidentAnswer.Declared(id, outcome)
            : SeverityUnknown;

    private static async Task<IResult> ForPersonAsync(
        [FromForm] string? title,
        [FromForm] string? severity,
        [FromForm] string? deployment,
        [FromForm] string? version,
        [FromForm] string? key,
        Declaring declaring,
        HttpContext http) =>
        await declaring.RunAsync(new(title, severity, deployment, version), key, http) is var (id, outcome)
            ? IncidentAnswer.ToPerson(id, outcome)
            : SeverityUnknown;

    private static IResult SeverityUnknown => Problems.Invalid(
        "severity_unknown", "Severity is one of critical, high, medium, low, info, or sev1 to sev5.");
}

/// <summary>What is asked of whoever declares.</summary>
internal sealed record DeclareBody(string? Title, string? Severity, string? Deployment, string? Version);

/// <summary>Turns the fields into the declaration and declares it.</summary>
internal sealed class Declaring(IncidentActs acts, InstallationKey installation, TimeProvider clock)
{
    /// <summary>Null when the severity is none.</summary>
    internal async Task<(IncidentId Id, Pipeline.Outcome<Incident> Outcome)?> RunAsync(
        DeclareBody body, string? key, HttpContext http)
    {
        if (!SeverityWords.TryParse(body.Severity, out var severity))
        {
            return null;
        }

        var by = http.User.Actor();
        var id = IncidentIds.OfRequest(by, key ?? Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"));
        var name = string.IsNullOrWhiteSpace(body.Deployment) ? null : body.Deployment.Trim();
        var version = string.IsNullOrWhiteSpace(body.Version) ? null : body.Version.Trim();
        var declaration = new IncidentEvent.IncidentDeclared(
            body.Title?.Trim() ?? "", severity, DetectedBy.Human, by)
        {
            Deployment = name is null ? null : installation.DeploymentOf(name),
            DeploymentName = name,
            Version = version is null ? null : new ModelVersion(version),
            Alarm = Alarm.DeclaredByHand,
        };
        return (id, await acts.RunAsync(id, new DeclareIncident(declaration).Decide, http));
    }
}
