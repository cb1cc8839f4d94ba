namespace Governance.Domain.Incidents;

/// <summary>Ends an incident.</summary>
public sealed record ResolveIncident(Actor By, string Resolution)
{
    /// <summary>
    /// An unresolved incident is resolved with words on how; the same resolution twice is a double click.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (IncidentText.Broken("resolution", Resolution, IncidentText.ProseLengthMax) is { } broken)
        {
            return broken;
        }

        var resolved = new IncidentEvent.IncidentResolved(By, Resolution);
        if (resolved == incident.Resolution)
        {
            return Decision.Nothing<IncidentEvent>();
        }

        return incident.IsUnresolved
            ? Decision.Append<IncidentEvent>(resolved)
            : new IncidentNotOpen(incident.Status);
    }
}
