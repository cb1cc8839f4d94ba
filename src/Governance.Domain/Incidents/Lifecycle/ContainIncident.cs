namespace Governance.Domain.Incidents.Lifecycle;

/// <summary>A person shows that the harm is contained where no telemetry can.</summary>
public sealed record ContainIncident(Actor By, string Evidence)
{
    /// <summary>
    /// An open incident is contained by hand with the evidence for it; telemetry may still say otherwise.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (IncidentText.Broken("evidence", Evidence, IncidentText.ProseLengthMax) is { } broken)
        {
            return broken;
        }

        return incident.Status switch
        {
            IncidentStatus.Contained => Decision.Nothing<IncidentEvent>(),
            IncidentStatus.Declared => Decision.Append<IncidentEvent>(
                new IncidentEvent.IncidentContained(By, Evidence)),
            _ => new IllegalMove(incident.Status, IncidentStatus.Contained),
        };
    }
}
