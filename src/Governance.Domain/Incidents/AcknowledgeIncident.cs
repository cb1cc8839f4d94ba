using Governance.Domain.Incidents.Responders;

namespace Governance.Domain.Incidents;

/// <summary>Says "I am looking at it".</summary>
public sealed record AcknowledgeIncident(Actor By)
{
    /// <summary>
    /// One person acknowledges an unresolved incident, a grave one for a while only; a second one is told who was
    /// faster.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (!incident.IsUnresolved)
        {
            return new IncidentNotOpen(incident.Status);
        }

        return incident.AcknowledgedBy switch
        {
            null => Decision.Append<IncidentEvent>(new IncidentEvent.IncidentAcknowledged(By)
            {
                LeaseUntil = now + AckLease.Of(incident.Severity),
            }),
            var other when other != By => new AlreadyAcknowledged(other),
            _ => Decision.Nothing<IncidentEvent>(),
        };
    }
}
