using Governance.Domain.OnCall.Ladders;

namespace Governance.Domain.OnCall;

/// <summary>Begins to page for an incident.</summary>
/// <param name="Number">Position of the incident's declaration.</param>
public sealed record StartEscalation(IncidentId Incident, long Number, Ladder Ladder, Crew Crew)
{
    /// <summary>An incident is escalated once; the ladder is pinned as it is now and its first step taken.</summary>
    public Decision<EscalationEvent> Decide(Escalation escalation)
    {
        if (escalation.Status is not EscalationStatus.NotStarted)
            return Decision.Nothing<EscalationEvent>();
        var started = new EscalationEvent.EscalationStarted(
            Incident, Number, Ladder.Digest, Ladder.Steps, Ladder.Rounds)
        {
            Policy = Ladder.Policy,
            Version = Ladder.Version,
        };
        return Decision.Append<EscalationEvent>([started, .. new Rung(started, Crew, Ladder.Rounds).Take(1, 1)]);
    }
}
