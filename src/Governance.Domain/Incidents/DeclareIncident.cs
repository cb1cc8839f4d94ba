namespace Governance.Domain.Incidents;

/// <summary>Declares an incident, by hand or by rule.</summary>
/// <param name="Declaration">What will be on record.</param>
public sealed record DeclareIncident(IncidentEvent.IncidentDeclared Declaration)
{
    /// <summary>
    /// An incident is declared once, with a title, and somebody knows of it from then on if not before; declaring it
    /// again changes nothing.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (IncidentText.Broken("title", Declaration.Title, IncidentText.TitleLengthMax) is { } broken)
        {
            return broken;
        }

        return incident.Status is IncidentStatus.Undeclared
            ? Decision.Append<IncidentEvent>(Declaration with { AwareAt = Declaration.AwareAt ?? now })
            : Decision.Nothing<IncidentEvent>();
    }
}
