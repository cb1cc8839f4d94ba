using System.Globalization;
using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Server.Access;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Incidents.Room;

/// <summary>
/// GET /incidents/{id}: the incident's room, now or <c>?asOf=</c> a position. <c>INC-1042</c> leads there as well.
/// </summary>
internal static class RoomEndpoint
{
    private const string NamePrefix = "INC-";

    internal static void MapRoom(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/incidents/{id}", PageAsync).RequirePermission(Permission.Read);
        routes.MapGet("/api/incidents/{id}", ReadAsync).RequirePermission(Permission.Read);
    }

    private static async Task<IResult> PageAsync(
        string id, long? asOf, string? show, RoomReader reader, RoomComposer composer, HttpContext http)
    {
        var ct = http.RequestAborted;
        if (NumberIn(id) is { } number)
        {
            return await reader.FindAsync(number, ct) is { } named
                ? Results.LocalRedirect(IncidentLinks.Room(named))
                : Problems.NotFound($"incident {id}");
        }

        return await reader.ReadAsync(new IncidentId(id), asOf, ct) is { } dossier
            ? RoomPage.With(await composer.ComposeAsync(dossier, asOf, KindOf(show), ct))
            : Problems.NotFound("incident of that id");
    }

    private static async Task<IResult> ReadAsync(string id, long? asOf, RoomReader reader, HttpContext http) =>
        await reader.ReadAsync(new IncidentId(id), asOf, http.RequestAborted) is { } dossier
            ? Results.Ok(new
            {
                id,
                name = IncidentLinks.Name(dossier.Number),
                dossier.State.Declaration!.Title,
                dossier.State.Severity,
                status = dossier.State.Status.Word(),
                becomes = IncidentMove.Ways(dossier.State.Status)
                    .Select(move => new { status = move.To.Word(), when = move.When }),
                deployment = dossier.State.Declaration.DeploymentName,
                version = dossier.State.Declaration.Version?.Value,
                acknowledgedBy = dossier.State.AcknowledgedBy?.Id,
                acknowledgedUntil = dossier.State.LeaseUntil,
                roles = dossier.State.Roles.Select(held => new { held.Role, person = held.Person.Value }),
                resolution = dossier.State.Resolution?.Resolution,
                signals = dossier.State.SignalCount,
                predecessor = dossier.State.Declaration.Predecessor?.Value,
                dossier.DeclaredAt,
                position = dossier.Seen,
                containments = dossier.State.Containments,
                timeline = IncidentTimeline.Of(dossier.Facts),
                pages = PageReport.Of(dossier.Facts),
            })
            : Problems.NotFound("incident of that id");

    private static long? NumberIn(string id) =>
        id.StartsWith(NamePrefix, StringComparison.OrdinalIgnoreCase)
        && long.TryParse(id.AsSpan(NamePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static TimelineKind? KindOf(string? show) =>
        Enum.TryParse<TimelineKind>(show, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null;
}
