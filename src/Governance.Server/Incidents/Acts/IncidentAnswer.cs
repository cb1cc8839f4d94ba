using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.Incidents.Lifecycle;
using Governance.Server.Pipeline;
using Governance.Server.Shell;
using Governance.Server.Shell.Errors;

namespace Governance.Server.Incidents.Acts;

/// <summary>What is answered to an act on an incident: JSON to programs, the incident's room to people.</summary>
internal static class IncidentAnswer
{
    /// <summary>200 with the incident's state and the act's position; a refusal as problem details.</summary>
    internal static IResult ToProgram(IncidentId id, Outcome<Incident> outcome) => outcome.Match(
        done => Results.Ok(Body(id, done.State, done.Position)),
        same => Results.Ok(Body(id, same.State, same.Position)),
        Refused);

    /// <summary>201 with the new incident's address; 200 when it had been declared already.</summary>
    internal static IResult Declared(IncidentId id, Outcome<Incident> outcome) => outcome.Match(
        done => Results.Created(IncidentLinks.Room(id), Body(id, done.State, done.Position)),
        same => Results.Ok(Body(id, same.State, same.Position)),
        Refused);

    /// <summary>Back to the incident's room, which shows the act already.</summary>
    internal static IResult ToPerson(IncidentId id, Outcome<Incident> outcome) => outcome.Match(
        done => Shell.Acts.SeeOther(IncidentLinks.Room(id), done.Position),
        same => Shell.Acts.SeeOther(IncidentLinks.Room(id), same.Position),
        Refused);

    /// <summary>What could never be accepted is 422, what is not possible now 409, what is not there 404.</summary>
    internal static IResult Refused(Refusal refusal) => refusal switch
    {
        TextMissing or TextTooLong or TextUnseen or WordUnknown =>
            Problems.Refused(refusal, StatusCodes.Status422UnprocessableEntity),
        IncidentNotOpen { Status: IncidentStatus.Undeclared } or IllegalMove { From: IncidentStatus.Undeclared } =>
            Problems.NotFound("incident of that id"),
        _ => Problems.Refused(refusal),
    };

    private static object Body(IncidentId id, Incident incident, long position) => new
    {
        id = id.Value,
        position,
        status = incident.Status.Word(),
        becomes = IncidentMove.Ways(incident.Status)
            .Select(move => new { status = move.To.Word(), when = move.When }),
        severity = Camel(incident.Severity),
        acknowledgedBy = incident.AcknowledgedBy?.Id,
    };

    private static string Camel<TWord>(TWord word)
        where TWord : struct, Enum => word.ToString().ToLowerInvariant();
}
