namespace Governance.Domain.Incidents;

/// <summary>Says that an incident is worse than thought.</summary>
public sealed record RaiseSeverity(Severity To, Actor By, string Reason)
{
    /// <summary>Raising only raises, with a reason, and only while the incident is unresolved.</summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (!incident.IsUnresolved)
        {
            return new IncidentNotOpen(incident.Status);
        }

        if (IncidentText.Broken("reason", Reason, IncidentText.ProseLengthMax) is { } broken)
        {
            return broken;
        }

        if (To == incident.Severity)
        {
            return Decision.Nothing<IncidentEvent>();
        }

        return To.IsWorseThan(incident.Severity)
            ? Decision.Append<IncidentEvent>(new IncidentEvent.SeverityRaised(incident.Severity, To, By, Reason))
            : new NotARaise(incident.Severity, To);
    }
}
