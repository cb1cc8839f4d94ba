namespace Governance.Domain.Incidents;

/// <summary>Says "I am looking at it".</summary>
public sealed record AcknowledgeIncident(Actor By)
{
    /// <summary>One person acknowledges an unresolved incident; a second one is told who was faster.</summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (!incident.IsUnresolved)
        {
            return new IncidentNotOpen(incident.Status);
        }

        return incident.AcknowledgedBy switch
        {
            null => Decision.Append<IncidentEvent>(new IncidentEvent.IncidentAcknowledged(By)),
            var other when other != By => new AlreadyAcknowledged(other),
            _ => Decision.Nothing<IncidentEvent>(),
        };
    }
}
