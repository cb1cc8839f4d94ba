namespace Governance.Domain.Clocks.Regimes;

/// <summary>
/// When a duty is due: by the strictest reading, which every alarm goes by, and at the latest that the regime's way of
/// counting allows, which is shown beside it and never alarms.
/// </summary>
/// <param name="StrictAt">Null when nothing is due.</param>
/// <param name="LegalLatestAt">Null when no counting rule was read, or nothing is due.</param>
public readonly record struct DueTimes(DateTimeOffset? StrictAt, DateTimeOffset? LegalLatestAt)
{
    /// <summary>Regulation 1182/71, Article 3(5): a period of two days or more holds two working days.</summary>
    private const int LeastWorkingDays = 2;

    /// <summary>
    /// Strict: start + N × 24 h, never after the latest; hours as they are; working days end where the last of them
    /// ends. Latest: Regulation (EEC, Euratom) No 1182/71, Article 3: the day of the event is not counted, the period
    /// ends with the last hour of its last day, a last day that is a holiday, Saturday or Sunday moves to the next
    /// working day, and two working days are in it.
    /// </summary>
    public static DueTimes Of(Period period, CountingRule rule, DateTimeOffset start, WorkingCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return period.Unit switch
        {
            PeriodUnit.Hold => default,
            PeriodUnit.Immediately => new DueTimes(start, null),
            PeriodUnit.Hours => new DueTimes(start.AddHours(period.Length), null),
            PeriodUnit.WorkingDays => new DueTimes(AfterWorkingDays(period.Length, start, calendar), null),
            PeriodUnit.Weeks => Days(period.Length * 7, rule, start, calendar),
            _ => Days(period.Length, rule, start, calendar),
        };
    }

    // Where summer time begins in between, the last day can end before so many hours have passed.
    private static DueTimes Days(int days, CountingRule rule, DateTimeOffset start, WorkingCalendar calendar)
    {
        var hours = start.AddHours(24d * days);
        if (rule is CountingRule.None)
            return new DueTimes(hours, null);
        var latest = Latest(days, start, calendar);
        return new DueTimes(latest < hours ? latest : hours, latest);
    }

    private static DateTimeOffset Latest(int days, DateTimeOffset start, WorkingCalendar calendar)
    {
        var first = calendar.DayOf(start);
        var last = calendar.WorkingFrom(first.AddDays(days));
        while (days >= LeastWorkingDays && calendar.WorkingBetween(first, last) < LeastWorkingDays)
            last = calendar.WorkingFrom(last.AddDays(1));
        return calendar.EndOf(last);
    }

    private static DateTimeOffset AfterWorkingDays(int days, DateTimeOffset start, WorkingCalendar calendar)
    {
        var day = calendar.DayOf(start);
        for (var left = days; left > 0; left--)
            day = calendar.WorkingFrom(day.AddDays(1));
        return calendar.EndOf(day);
    }
}
