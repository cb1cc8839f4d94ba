using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Server.Access;
using Governance.Server.Access.Accounts;
using Governance.Server.Incidents;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall.Answers;

/// <summary>Acknowledges as a person who is not signed in here: by a link in a page, or at PagerDuty.</summary>
internal sealed class AnswerDesk(Transactor transactor, People people)
{
    /// <summary>The same as pressing the button in the incident's room, with the rights the person has now.</summary>
    public async Task<Outcome<Incident>> AcknowledgeAsync(Answering answering, CancellationToken ct)
    {
        var person = await people.GetAsync(answering.Person, ct);
        if (person?.Roles.Any(role => role.Allows(Permission.HandleIncident)) is not true)
            return new Outcome<Incident>.Refused(new NotAResponder());
        var by = Actor.Person(answering.Person);
        return await transactor.TransactAsync(
            OnCallStreams.Incident, answering.Incident.Value, new AcknowledgeIncident(by).Decide,
            IncidentEffects.Of(answering.Incident), by, ct);
    }
}

/// <summary>Whoever was paged may have lost the role since.</summary>
internal sealed record NotAResponder() : Refusal(
    "not_a_responder", "This person may not handle incidents (any more).");
