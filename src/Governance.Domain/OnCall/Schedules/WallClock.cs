namespace Governance.Domain.OnCall.Schedules;

/// <summary>
/// Local time of an IANA zone, by the tz database of the machine (the package <c>tzdata</c>): an hour that the clock
/// leaves out, and one that it shows twice, have one meaning each.
/// </summary>
public static class WallClock
{
    /// <summary>Longest name of the tz database with room to spare, characters.</summary>
    private const int ZoneNameLengthMax = 64;

    /// <summary>Whether the tz database has a zone of that name, e.g. <c>Europe/Berlin</c>.</summary>
    public static bool Knows(string zone) => IsName(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _);

    /// <summary>The zone's rules.</summary>
    /// <exception cref="TimeZoneNotFoundException">The machine's tz database has no such zone.</exception>
    public static TimeZoneInfo Of(string zone) => TimeZoneInfo.FindSystemTimeZoneById(zone);

    /// <summary>
    /// The instant at which a clock of that zone shows a time. Of a time that it shows twice the first; one that it
    /// leaves out is as much later as the clock was put forward.
    /// </summary>
    public static DateTimeOffset InstantOf(this TimeZoneInfo zone, DateOnly day, TimeOnly time)
    {
        var shown = day.ToDateTime(time, DateTimeKind.Unspecified);
        if (zone.IsAmbiguousTime(shown))
            return new DateTimeOffset(shown, zone.GetAmbiguousTimeOffsets(shown).Max()).ToUniversalTime();
        var before = shown;
        while (zone.IsInvalidTime(before))
            before = before.AddHours(-1);
        return new DateTimeOffset(shown - zone.GetUtcOffset(before), TimeSpan.Zero);
    }

    /// <summary>What a clock of that zone shows at an instant.</summary>
    public static DateTime ShownAt(this TimeZoneInfo zone, DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, zone).DateTime;

    // The name becomes a path below the tz database: nothing that leads out of it.
    private static bool IsName(string zone) =>
        zone.Length is > 0 and <= ZoneNameLengthMax
        && char.IsAsciiLetter(zone[0])
        && zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');
}
