using System.Collections.Frozen;

namespace Governance.Domain.Clocks.Regimes;

/// <summary>Where a working day begins and ends, and which days are none.</summary>
/// <param name="Zone">The zone in which a day of the recipient is a day.</param>
/// <param name="Holidays">
/// Public holidays, beside Saturdays and Sundays. One too few makes the latest lawful time too early, which is safe.
/// </param>
public sealed record WorkingCalendar(TimeZoneInfo Zone, FrozenSet<DateOnly> Holidays)
{
    /// <summary>The day it is there.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>Neither weekend nor holiday.</summary>
    public bool IsWorking(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Holidays.Contains(day);

    /// <summary>The day itself, or the next that is a working day.</summary>
    public DateOnly WorkingFrom(DateOnly day)
    {
        while (!IsWorking(day))
            day = day.AddDays(1);
        return day;
    }

    /// <summary>Working days after one day, up to and with another.</summary>
    public int WorkingBetween(DateOnly after, DateOnly until)
    {
        var count = 0;
        for (var day = after.AddDays(1); day <= until; day = day.AddDays(1))
            count += IsWorking(day) ? 1 : 0;
        return count;
    }

    /// <summary>When the last hour of that day has passed there; daylight saving included.</summary>
    public DateTimeOffset EndOf(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        while (Zone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(30);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
