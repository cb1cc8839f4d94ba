namespace Governance.Domain.Incidents.Lifecycle;

/// <summary>Says that it is not over.</summary>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsOfficer">Whether they may overrule what was closed or dismissed.</param>
public sealed record ReopenIncident(Actor By, string Reason, bool IsOfficer)
{
    /// <summary>
    /// Whoever works on incidents reopens what is contained, resolved or in review; what is closed is reopened by an
    /// officer, what was dismissed also by whoever declared it.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (IncidentText.Broken("reason", Reason, IncidentText.ProseLengthMax) is { } broken)
        {
            return broken;
        }

        return incident.Status switch
        {
            IncidentStatus.Undeclared or IncidentStatus.Declared or IncidentStatus.Merged =>
                new IllegalMove(incident.Status, IncidentStatus.Declared),
            IncidentStatus.Closed when !IsOfficer => new OfficerNeeded("Reopening a closed incident"),
            IncidentStatus.Dismissed when !IsOfficer && incident.Declaration!.By != By =>
                new OfficerNeeded("Reopening what an officer dismissed"),
            _ => Decision.Append<IncidentEvent>(
                new IncidentEvent.IncidentReopened(By, Reason, incident.Severity)),
        };
    }
}
