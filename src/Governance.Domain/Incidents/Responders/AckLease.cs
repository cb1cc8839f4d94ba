namespace Governance.Domain.Incidents.Responders;

/// <summary>
/// How long "I am looking at it" holds without another word. Whoever falls asleep over a grave incident does not keep
/// it from the others.
/// </summary>
public static class AckLease
{
    /// <summary>The same words within this time are a double click.</summary>
    internal static readonly TimeSpan DoubleClick = TimeSpan.FromSeconds(10);

    /// <summary>Null where an acknowledgement holds until the end.</summary>
    public static TimeSpan? Of(Severity severity) => severity switch
    {
        Severity.Sev1 => TimeSpan.FromMinutes(30),
        Severity.Sev2 => TimeSpan.FromHours(1),
        _ => null,
    };
}

/// <summary>Says that somebody is still at it, and what has come of it.</summary>
public sealed record ReportProgress(Actor By, string Text)
{
    /// <summary>Whoever acknowledged renews the lease with words; a double click renews nothing.</summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now)
    {
        if (!incident.IsUnresolved)
        {
            return new IncidentNotOpen(incident.Status);
        }

        if (incident.AcknowledgedBy != By)
        {
            return new NotYours();
        }

        if (IncidentText.Broken("progress", Text, IncidentText.ProseLengthMax) is { } broken)
        {
            return broken;
        }

        return incident.LastProgress is { } last && (last.By, last.Text) == (By, Text)
            && now - last.At < AckLease.DoubleClick
                ? Decision.Nothing<IncidentEvent>()
                : Decision.Append<IncidentEvent>(new IncidentEvent.ProgressReported(By, Text, now)
                {
                    LeaseUntil = now + AckLease.Of(incident.Severity),
                });
    }
}

/// <summary>The lease of an acknowledgement is over.</summary>
/// <param name="Lease">The end that the timer was set for, which tells this lease from a renewed one.</param>
public sealed record ExpireAcknowledgement(DateTimeOffset Lease)
{
    /// <summary>The acknowledgement that was not renewed is void; a renewed one, or a new one, is not.</summary>
    public Decision<IncidentEvent> Decide(Incident incident, DateTimeOffset now) =>
        incident is { IsUnresolved: true, AcknowledgedBy: { } by } && incident.LeaseUntil == Lease
            ? Decision.Append<IncidentEvent>(new IncidentEvent.AckExpired(by))
            : Decision.Nothing<IncidentEvent>();
}
