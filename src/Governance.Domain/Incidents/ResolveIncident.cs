using Governance.Domain.Incidents.Lifecycle;

namespace Governance.Domain.Incidents;

/// <summary>Ends an incident.</summary>
public sealed record ResolveIncident(Actor By, string Resolution)
{
    /// <summary>Why nothing had to be contained; needed where nothing shows that it is.</summary>
    public string? NoContainment { get; init; }

    /// <summary>The same finding within this time is the same incident; nothing reopens by itself when zero.</summary>
    public TimeSpan ReopenWindow { get; init; }

    /// <summary>
    /// An unresolved incident is resolved with words on how, and on why nothing was contained where nothing was; a
    /// review that it needs is opened with it. The same resolution twice is a double click.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (IncidentText.Broken("resolution", Resolution, IncidentText.ProseLengthMax) is { } broken)
        {
            return broken;
        }

        if (incident.Resolution is { } said && (said.By, said.Resolution) == (By, Resolution))
        {
            return Decision.Nothing<IncidentEvent>();
        }

        if (!incident.IsUnresolved)
        {
            return new IncidentNotOpen(incident.Status);
        }

        var why = incident.Status is IncidentStatus.Contained ? null : NoContainment;
        if (incident.Status is IncidentStatus.Declared
            && IncidentText.Broken("reason", why ?? "", IncidentText.ProseLengthMax) is { } unstated)
        {
            return unstated is TextMissing ? new ContainmentUnstated() : unstated;
        }

        var resolved = new IncidentEvent.IncidentResolved(By, Resolution)
        {
            NoContainment = why,
            ReopensUntil = ReopenWindow > TimeSpan.Zero ? now + ReopenWindow : null,
        };
        return ReviewRule.Of(incident, now) is { } review
            ? Decision.Append<IncidentEvent>(resolved, review)
            : Decision.Append<IncidentEvent>(resolved);
    }
}
