namespace Governance.Domain.Incidents;

/// <summary>Joins a repeated finding to the incident that is open for it.</summary>
/// <param name="Fingerprint">The signal's fingerprint.</param>
/// <param name="Position">The signal's position.</param>
/// <param name="Severity">How severe the detector takes it to be.</param>
/// <param name="By">The part of the system that correlates.</param>
public sealed record JoinSignal(Fingerprint Fingerprint, long Position, Severity Severity, Actor By)
{
    /// <summary>
    /// A signal joins the unresolved incident with its fingerprint, once; a worse signal raises the severity;
    /// a resolved incident takes no signal.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (Position <= incident.LastSignalPosition)
        {
            return Decision.Nothing<IncidentEvent>();
        }

        if (!incident.IsUnresolved)
        {
            return new IncidentNotOpen(incident.Status);
        }

        if (incident.Declaration?.Fingerprint != Fingerprint)
        {
            return new OtherFinding(Fingerprint);
        }

        var joined = new IncidentEvent.SignalJoined(Fingerprint, Position);
        return Severity.IsWorseThan(incident.Severity)
            ? Decision.Append<IncidentEvent>(
                joined,
                new IncidentEvent.SeverityRaised(incident.Severity, Severity, By, "A worse signal joined."))
            : Decision.Append<IncidentEvent>(joined);
    }
}
