namespace Governance.Domain.Incidents.Lifecycle;

/// <summary>Which incidents are reviewed, and by when.</summary>
public static class ReviewRule
{
    /// <summary>The mildest severity that is always reviewed.</summary>
    public const Severity Mildest = Severity.Sev2;

    /// <summary>
    /// People meet within this many calendar days over a critical incident (PagerDuty response guide).
    /// </summary>
    public const int CriticalMeetingDays = 3;

    /// <summary>People meet within this many working days over any other (PagerDuty response guide).</summary>
    public const int MeetingWorkingDays = 5;

    /// <summary>The review of a critical incident is published within this many days.</summary>
    public const int CriticalPublishDays = 14;

    /// <summary>Any other review is published within this many days.</summary>
    public const int PublishDays = 30;

    /// <summary>
    /// The review that the resolution opens by itself: of what was ever high or worse, of every halt, and of what had
    /// to be reopened. Null when none is required.
    /// </summary>
    public static IncidentEvent.ReviewOpened? Of(Incident incident, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return Why(incident) is { } why
            ? incident.Worst is Severity.Sev1
                ? new(why, now.AddDays(CriticalMeetingDays), now.AddDays(CriticalPublishDays))
                : new(why, WorkingDaysAfter(now, MeetingWorkingDays), now.AddDays(PublishDays))
            : null;
    }

    private static string? Why(Incident incident) => incident switch
    {
        { ReopenCount: > 0 } => "It had to be reopened.",
        { WasHalted: true } => "A halt was used.",
        _ when !Mildest.IsWorseThan(incident.Worst) => $"It was {incident.Worst.Word()}.",
        _ => null,
    };

    /// <summary>Saturdays and Sundays in UTC are skipped; holidays are known to nobody here.</summary>
    private static DateTimeOffset WorkingDaysAfter(DateTimeOffset from, int days)
    {
        for (var at = from; ; at = at.AddDays(1))
        {
            if (days == 0)
            {
                return at;
            }

            days -= at.AddDays(1).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        }
    }
}
