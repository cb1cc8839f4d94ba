namespace Governance.Domain.OnCall.Schedules;

/// <summary>Hours of some weekdays by the wall clock, e.g. Monday to Friday, 09:00 to 17:00.</summary>
/// <param name="Days">The weekdays on which they begin, each once.</param>
/// <param name="To">The first moment after them; not later than <paramref name="From"/> means the next morning.</param>
public sealed record OpenHours(IReadOnlyList<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    /// <summary>The two moments at which the hours of one day begin and end; null when that day has none.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? On(DateOnly day, TimeZoneInfo zone) => Days.Contains(day.DayOfWeek)
        ? (zone.InstantOf(day, From), zone.InstantOf(To > From ? day : day.AddDays(1), To))
        : null;

    /// <summary>The day whose hours an instant lies in; null when it lies in none.</summary>
    public DateOnly? DayAt(DateTimeOffset at, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(zone.ShownAt(at));
        foreach (var day in (ReadOnlySpan<DateOnly>)[today, today.AddDays(-1)])
        {
            if (On(day, zone) is var (from, to) && from <= at && at < to)
                return day;
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Equals(OpenHours? other) =>
        other is not null && (From, To) == (other.From, other.To) && Days.SequenceEqual(other.Days);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(From, To, Days.Count);
}
