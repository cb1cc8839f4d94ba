using Governance.Domain.Incidents;
using Governance.Server.Access;

namespace Governance.Server.Incidents.Acts;

/// <summary>
/// POST /api/incidents/{id}/resolve <c>{resolution, noContainment?}</c>: it is over, and why; and why nothing had to be
/// contained, where nothing was.
/// </summary>
internal static class ResolveEndpoint
{
    internal static void MapResolve(this IEndpointRouteBuilder routes) =>
        routes.MapAct<ResolveBody>("resolve", Permission.HandleIncident, (body, http) => IncidentActs.On(
            new ResolveIncident(http.User.Actor(), ActRoutes.Prose(body.Resolution))
            {
                NoContainment = ActRoutes.Prose(body.NoContainment) is { Length: > 0 } why ? why : null,
                ReopenWindow = http.RequestServices.GetRequiredService<IncidentSettings>().ReopenWindow,
            }.Decide));

    internal sealed record ResolveBody(string? Resolution, string? NoContainment);
}
