using Governance.Domain.Incidents.Lifecycle;

namespace Governance.Domain.Incidents.Merging;

/// <summary>Says that two incidents are one. Decided on the one that becomes part of the other.</summary>
/// <param name="Self">The incident that is merged.</param>
/// <param name="Target">The one that goes on.</param>
/// <param name="Into">As that one stands now.</param>
public sealed record MergeIncident(IncidentId Self, IncidentId Target, Incident Into, Actor By, string Reason)
{
    /// <summary>
    /// An unresolved incident becomes part of another unresolved one, with a reason. One that has taken others in is
    /// merged only after they were given back: nothing is nested.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (incident.Status is IncidentStatus.Merged && incident.MergedInto == Target)
        {
            return Decision.Nothing<IncidentEvent>();
        }

        if (IncidentText.Broken("reason", Reason, IncidentText.ProseLengthMax) is { } broken)
        {
            return broken;
        }

        return incident switch
        {
            { IsUnresolved: false } => new IllegalMove(incident.Status, IncidentStatus.Merged),
            _ when Self == Target || !Into.IsUnresolved => new NotATarget(),
            { Absorbed.Count: > 0 } => new HasAbsorbed(incident.Absorbed.Count),
            _ when Into.Absorbed.Count >= Incident.AbsorbedMax => new TooManyAbsorbed(),
            _ => Decision.Append<IncidentEvent>(new IncidentEvent.IncidentMerged(Target, By, Reason)),
        };
    }
}

/// <summary>The other half of a merge, in the same commit: the incident that goes on takes the signals over.</summary>
/// <param name="Source">The incident that became part of this one.</param>
/// <param name="From">As it stood before.</param>
public sealed record AbsorbIncident(IncidentId Source, Incident From, Actor By)
{
    /// <summary>Every signal moves, the earlier awareness counts, and the worse severity holds; once.</summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (incident.Absorbed.Any(one => one.Source == Source))
        {
            return Decision.Nothing<IncidentEvent>();
        }

        var absorbed = new IncidentEvent.IncidentAbsorbed(
            new AbsorbedIncident(
                Source,
                From.Declaration?.Deployment,
                From.Declaration?.Version,
                From.Severity,
                From.AwareAt,
                From.SignalList),
            By);
        return From.Severity.IsWorseThan(incident.Severity)
            ? Decision.Append<IncidentEvent>(
                absorbed,
                new IncidentEvent.SeverityRaised(
                    incident.Severity, From.Severity, By, "A worse incident became part of it."))
            : Decision.Append<IncidentEvent>(absorbed);
    }
}
