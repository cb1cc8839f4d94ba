using Governance.Domain.OnCall.Schedules;

namespace Governance.Domain.OnCall.Ladders;

/// <summary>Working hours by a wall clock, holidays left out.</summary>
/// <param name="Zone">Of the clock, as the tz database names it.</param>
/// <param name="Calendar">The name of the holidays, e.g. <c>DE-BY</c>; null for none.</param>
/// <param name="RecipientLocal">By the clock of whoever is paged, where it is known.</param>
public sealed record BusinessHours(string Zone, OpenHours Hours, string? Calendar, bool RecipientLocal)
{
    /// <summary>Whether it is within them. A day that the calendar does not know counts as a working day.</summary>
    /// <param name="recipientZone">Of whoever is paged, or null.</param>
    public bool OpenAt(DateTimeOffset at, string? recipientZone, HolidayCalendar? calendar)
    {
        var zone = WallClock.Of(RecipientLocal ? recipientZone ?? Zone : Zone);
        return Hours.DayAt(at, zone) is { } day && calendar?.Days.Contains(day) is not true;
    }
}

/// <summary>Days on which nobody is expected to work.</summary>
/// <param name="Name">E.g. <c>DE-BY</c>.</param>
/// <param name="First">The first day that it speaks of.</param>
/// <param name="Last">The last one.</param>
public sealed record HolidayCalendar(string Name, DateOnly First, DateOnly Last, IReadOnlySet<DateOnly> Days);
