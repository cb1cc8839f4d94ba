namespace Governance.Domain.Incidents.Lifecycle;

/// <summary>Publishes what was learned.</summary>
public sealed record PublishReview(Actor By, string Findings)
{
    /// <summary>An open review is published once, in words that others can learn from.</summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (IncidentText.Broken("findings", Findings, IncidentText.ProseLengthMax) is { } broken)
        {
            return broken;
        }

        return incident switch
        {
            { Status: not IncidentStatus.InReview } => new IllegalMove(incident.Status, IncidentStatus.InReview),
            { Findings: null } => Decision.Append<IncidentEvent>(new IncidentEvent.ReviewPublished(By, Findings)),
            _ => Decision.Nothing<IncidentEvent>(),
        };
    }
}
