namespace Governance.Domain.Incidents.Severities;

/// <summary>Says what is known of the harm; the policy says how severe that is.</summary>
public sealed record AssessSeverity(Harm Harm, SeverityMatrix Policy, Actor By)
{
    /// <summary>
    /// An unresolved incident's harm is assessed at any time. A worse result raises it at once; a milder one is on
    /// record, and lowering stays an officer's act.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (!incident.IsUnresolved)
        {
            return new IncidentNotOpen(incident.Status);
        }

        var assessed = new IncidentEvent.SeverityAssessed(Harm, Policy.Of(Harm), Policy.Version, By);
        if (assessed.Result.IsWorseThan(incident.Severity))
        {
            return Decision.Append<IncidentEvent>(
                assessed,
                new IncidentEvent.SeverityRaised(
                    incident.Severity,
                    assessed.Result,
                    By,
                    $"Assessed by the severity matrix, version {Policy.Version}."));
        }

        return assessed == incident.Assessment
            ? Decision.Nothing<IncidentEvent>()
            : Decision.Append<IncidentEvent>(assessed);
    }
}
