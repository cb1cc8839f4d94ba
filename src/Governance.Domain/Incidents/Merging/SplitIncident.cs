namespace Governance.Domain.Incidents.Merging;

/// <summary>Says that one of an incident's findings is an incident of its own.</summary>
/// <param name="Into">The new incident.</param>
/// <param name="Finding">The finding that goes.</param>
public sealed record SplitIncident(IncidentId Into, Fingerprint Finding, Actor By, string Reason)
{
    /// <summary>
    /// An unresolved incident with several findings gives one of them away, with a reason; the one that it was declared
    /// for stays.
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

        return incident.Signals.TryGetValue(Finding, out var share) && incident.Declaration!.Fingerprint != Finding
            ? Decision.Append<IncidentEvent>(new IncidentEvent.SignalsSplitOff(Into, share, By, Reason))
            : new NotSeparable();
    }

    /// <summary>
    /// What the new incident is declared with: the signals, and the awareness of where they come from.
    /// </summary>
    public IncidentEvent.IncidentDeclared Declaration(Incident from, string title)
    {
        ArgumentNullException.ThrowIfNull(from);
        return new IncidentEvent.IncidentDeclared(title, from.Severity, from.Declaration!.DetectedBy, By)
        {
            Deployment = from.Declaration.Deployment,
            DeploymentName = from.Declaration.DeploymentName,
            Version = from.Declaration.Version,
            Alarm = from.Declaration.Alarm,
            Fingerprint = Finding,
            AwareAt = from.AwareAt,
            Taken = from.Signals[Finding],
        };
    }
}
