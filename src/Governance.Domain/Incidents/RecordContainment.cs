namespace Governance.Domain.Incidents;

/// <summary>Records on the incident that a rollback or halt was ordered for it.</summary>
public sealed record RecordContainmentRequest(ContainmentAction Action, string Order, string Target, Actor By)
{
    /// <summary>Each order is recorded once, up to a bound, whatever the incident's status.</summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (incident.Status is IncidentStatus.Undeclared)
        {
            return new IncidentNotOpen(incident.Status);
        }

        if (incident.Containments.ContainsKey(Order))
        {
            return Decision.Nothing<IncidentEvent>();
        }

        return incident.Containments.Count < Incident.ContainmentsMax
            ? Decision.Append<IncidentEvent>(new IncidentEvent.ContainmentRequested(Action, Order, Target, By))
            : new TooManyContainments();
    }
}

/// <summary>Records on the incident that an order's effect was seen.</summary>
public sealed record RecordContainmentEffect(ContainmentAction Action, string Order, long ElapsedMs)
{
    /// <summary>
    /// An effect belongs to a recorded order; a late effect after a missed one counts, twice does not.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now) =>
        !incident.Containments.TryGetValue(Order, out var progress) ? new ContainmentUnknown(Order)
        : progress is ContainmentProgress.Observed ? Decision.Nothing<IncidentEvent>()
        : Decision.Append<IncidentEvent>(
            new IncidentEvent.ContainmentEffectObserved(Action, Order, ElapsedMs));
}

/// <summary>Records on the incident that an order's effect was not seen.</summary>
public sealed record RecordContainmentFailure(ContainmentAction Action, string Order, string Finding)
{
    /// <summary>A failure belongs to a recorded order; activity after an observed effect is a failure again.</summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now) =>
        !incident.Containments.TryGetValue(Order, out var progress) ? new ContainmentUnknown(Order)
        : progress is ContainmentProgress.NotObserved ? Decision.Nothing<IncidentEvent>()
        : Decision.Append<IncidentEvent>(
            new IncidentEvent.ContainmentEffectNotObserved(Action, Order, Finding));
}
