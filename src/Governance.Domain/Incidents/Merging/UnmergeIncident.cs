using Governance.Domain.Incidents.Lifecycle;

namespace Governance.Domain.Incidents.Merging;

/// <summary>Says that two incidents were not one after all. Decided on the one that was merged.</summary>
/// <param name="Self">The incident that was merged.</param>
/// <param name="From">The one that goes on, as it stands now.</param>
public sealed record UnmergeIncident(IncidentId Self, Incident From, Actor By, string Reason)
{
    /// <summary>
    /// Until the other one is closed, a merged incident stands on its own again, with its signals and those of its
    /// findings that came since.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (IncidentText.Broken("reason", Reason, IncidentText.ProseLengthMax) is { } broken)
        {
            return broken;
        }

        return incident.Status is not IncidentStatus.Merged
            ? new IllegalMove(incident.Status, IncidentStatus.Declared)
            : From.Status is IncidentStatus.Closed
                ? new TargetClosed()
                : Decision.Append<IncidentEvent>(new IncidentEvent.IncidentUnmerged(
                    By, Reason, incident.Severity, From.SignalsOf(Self)));
    }
}

/// <summary>The other half of an unmerge, in the same commit.</summary>
/// <param name="Source">The incident that stands on its own again.</param>
public sealed record GiveBackIncident(IncidentId Source)
{
    /// <summary>Exactly what the other one gets is what this one loses.</summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now) =>
        incident.Absorbed.Any(one => one.Source == Source)
            ? Decision.Append<IncidentEvent>(
                new IncidentEvent.IncidentGivenBack(Source, incident.SignalsOf(Source)))
            : Decision.Nothing<IncidentEvent>();
}
