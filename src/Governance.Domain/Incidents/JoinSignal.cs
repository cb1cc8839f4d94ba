namespace Governance.Domain.Incidents;

/// <summary>Joins a repeated finding to the incident that is open for it.</summary>
/// <param name="Fingerprint">The signal's fingerprint.</param>
/// <param name="Position">The signal's position.</param>
/// <param name="Severity">How severe the detector takes it to be.</param>
/// <param name="By">The part of the system that correlates.</param>
public sealed record JoinSignal(Fingerprint Fingerprint, long Position, Severity Severity, Actor By)
{
    /// <summary>
    /// A signal joins the unresolved incident that holds its fingerprint, once; a worse signal raises the severity.
    /// One that was resolved moments ago is reopened by it; one that is closed, or whose window is over, takes none.
    /// </summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        var held = incident.Signals.GetValueOrDefault(Fingerprint);
        if (Position <= held?.LastPosition)
        {
            return Decision.Nothing<IncidentEvent>();
        }

        if (!incident.IsUnresolved && !Reopens(incident, now))
        {
            return new IncidentNotOpen(incident.Status);
        }

        if (held is null && incident.Declaration?.Fingerprint != Fingerprint)
        {
            return new OtherFinding(Fingerprint);
        }

        var facts = new List<IncidentEvent>(3); // Bounded by the kinds of fact below.
        if (!incident.IsUnresolved)
        {
            facts.Add(new IncidentEvent.IncidentReopened(
                By, "The same finding was made again within the reopen window.", incident.Severity));
        }

        facts.Add(new IncidentEvent.SignalJoined(Fingerprint, Position));
        if (Severity.IsWorseThan(incident.Severity))
        {
            facts.Add(new IncidentEvent.SeverityRaised(incident.Severity, Severity, By, "A worse signal joined."));
        }

        return Decision.Append<IncidentEvent>([.. facts]);
    }

    private static bool Reopens(Incident incident, DateTimeOffset now) =>
        incident.Status.IsUnfinished() && now <= incident.Resolution?.ReopensUntil;
}
