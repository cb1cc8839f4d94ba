using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Server.Pipeline;

namespace Governance.SystemTests.Pipeline;

/// <summary>Incidents as the raw material of pipeline tests.</summary>
internal static class IncidentsForTests
{
    internal static readonly StreamOf<Incident, IncidentEvent> IncidentStream =
        new("incident", Incident.Initial, Incident.Evolve);

    internal static readonly Actor Officer = Actor.Person(new PersonId("officer"));

    internal static Task<Outcome<Incident>> DeclareAsync(
        this Transactor transactor, string id, Severity severity = Severity.Sev2) =>
        transactor.TransactAsync(
            IncidentStream,
            id,
            (incident, _) => incident.Status is IncidentStatus.Undeclared
                ? Decision.Append<IncidentEvent>(
                    new IncidentEvent.IncidentDeclared("Unseen tool", severity, DetectedBy.Human, Officer))
                : Decision.Nothing<IncidentEvent>(),
            Officer);

    internal static Task<Outcome<Incident>> AppendAsync(
        this Transactor transactor, string id, IncidentEvent fact, Effects? effects = null) =>
        transactor.TransactAsync(IncidentStream, id, (_, _) => Decision.Append(fact), Officer, effects);

    internal static IncidentEvent Note(string text) => new IncidentEvent.NoteAdded(Officer, text);
}
