namespace Governance.Domain.Incidents;

/// <summary>Declares an incident because a rollback or a halt was not seen to take effect.</summary>
/// <param name="Declaration">What will be on record; critical from the start.</param>
/// <param name="Failed">What was ordered and what was seen instead.</param>
public sealed record DeclareContainmentFailure(
    IncidentEvent.IncidentDeclared Declaration, IncidentEvent.ContainmentEffectNotObserved Failed)
{
    /// <summary>
    /// One order fails into one incident, which carries the order, so that a late effect still contains it.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now) =>
        incident.Status is IncidentStatus.Undeclared
            ? Decision.Append<IncidentEvent>(Declaration with { AwareAt = now }, Failed)
            : Decision.Nothing<IncidentEvent>();
}
