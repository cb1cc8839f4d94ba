using Governance.Domain;
using Governance.Domain.Access;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Responders;
using Governance.Server.Access;
using Governance.Server.Access.Accounts;
using Governance.Server.Pipeline;

namespace Governance.Server.Incidents.Acts;

/// <summary>
/// Who does what in an incident: <c>progress {text}</c> renews an acknowledgement, <c>assign {role, person}</c>,
/// <c>release {role, person}</c>, <c>hand-over {to, summary}</c>, <c>accept-command</c>, <c>decline-command
/// {reason}</c>. A person is an id, or <c>me</c>.
/// </summary>
internal static class ResponderEndpoints
{
    private const string Me = "me";

    internal static void MapResponders(this IEndpointRouteBuilder routes)
    {
        routes.MapAct<ProgressBody>("progress", Permission.HandleIncident, (body, http) =>
            IncidentActs.On(new ReportProgress(http.User.Actor(), ActRoutes.Prose(body.Text)).Decide));
        routes.MapAct<RoleBody>("assign", Permission.HandleIncident, (body, http) => OnPerson(
            body.Person, http, person => ActRoutes.Word<IncidentRole>(body.Role ?? nameof(IncidentRole.Commander))
                is { } role
                    ? new AssignRole(role, person, http.User.Actor()).Decide
                    : null));
        routes.MapAct<RoleBody>("release", Permission.HandleIncident, (body, http) => OnPerson(
            body.Person, http, person => ActRoutes.Word<IncidentRole>(body.Role) is { } role
                ? new ReleaseRole(role, person, http.User.Actor()).Decide
                : null));
        routes.MapAct<HandOverBody>("hand-over", Permission.HandleIncident, (body, http) => OnPerson(
            body.To,
            http,
            person => new OfferCommand(person, ActRoutes.Prose(body.Summary), http.User.Actor()).Decide));
        routes.MapAct<AcceptBody>("accept-command", Permission.HandleIncident, (_, http) =>
            IncidentActs.On(new AcceptCommand(http.User.Actor().Who).Decide));
        routes.MapAct<DeclineBody>("decline-command", Permission.HandleIncident, (body, http) =>
            IncidentActs.On(new DeclineCommand(http.User.Actor().Who, ActRoutes.Prose(body.Reason)).Decide));
    }

    /// <summary>A role is given only to somebody who is known here and may work on incidents.</summary>
    private static Act OnPerson(
        string? person,
        HttpContext http,
        Func<PersonId, Func<Incident, DateTimeOffset, Decision<IncidentEvent>>?> decide) => async from =>
    {
        var id = person is Me ? http.User.Actor().Who : new PersonId(person ?? "");
        var known = await http.RequestServices.GetRequiredService<People>().GetAsync(id, http.RequestAborted);
        if (known?.Roles.Any(role => role.Allows(Permission.HandleIncident)) is not true)
        {
            return new PersonUnknown();
        }

        return decide(id) is { } command
            ? new Plan<IncidentEvent>(command(from.State, from.Now))
            : WordUnknown.Of<IncidentRole>("role");
    };

    internal sealed record ProgressBody(string? Text);

    internal sealed record RoleBody(string? Role, string? Person);

    internal sealed record HandOverBody(string? To, string? Summary);

    internal sealed record AcceptBody;

    internal sealed record DeclineBody(string? Reason);
}

/// <summary>Nobody of that id may work on incidents here.</summary>
internal sealed record PersonUnknown() : Refusal(
    "person_unknown", "There is nobody of that id who may work on incidents.");
