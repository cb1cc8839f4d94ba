namespace Governance.Domain.Incidents.Severities;

/// <summary>Says that an incident is milder than thought. The permission to is an officer's.</summary>
public sealed record LowerSeverity(Severity To, Actor By, string Reason)
{
    /// <summary>
    /// Lowering only lowers, with a reason, and only while the incident is unresolved. The fact says nothing to any
    /// clock: what was due stays due, and the review is judged by the worst it ever was.
    /// </summary>
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

        return incident.Severity.IsWorseThan(To)
            ? Decision.Append<IncidentEvent>(new IncidentEvent.SeverityLowered(incident.Severity, To, By, Reason))
            : new NotALowering(incident.Severity, To);
    }
}

/// <summary>Severity is lowered here, never raised.</summary>
public sealed record NotALowering(Severity From, Severity To) : Refusal(
    "not_a_lowering", $"Severity is {From.Word()}; {To.Word()} would raise it, and raising needs no officer.");
