using System.Globalization;
using Governance.Domain;
using Governance.Domain.OnCall.Schedules;
using Microsoft.Extensions.Primitives;

namespace Governance.Server.OnCall.Schedules;

/// <summary>What defines a schedule, as a program sends it.</summary>
/// <param name="FirstDay">Of the first handover, <c>2026-11-23</c>.</param>
/// <param name="Handover">By the wall clock, <c>09:00</c>.</param>
/// <param name="HoursFrom">Somebody is on call from then, on the weekdays given; absent means always.</param>
internal sealed record ScheduleBody(
    string? Name,
    string? Zone,
    IReadOnlyList<string>? People,
    DateOnly FirstDay,
    TimeOnly Handover,
    int LengthDays,
    IReadOnlyList<DayOfWeek>? Days = null,
    TimeOnly? HoursFrom = null,
    TimeOnly? HoursTo = null)
{
    /// <summary>The command; times of the day in whole minutes, as they are shown.</summary>
    public DefineSchedule ToCommand(Actor by) => new(
        Name?.Trim() ?? "",
        Zone?.Trim() ?? "",
        new Rotation(
            [.. (People ?? []).Where(id => id.Length > 0).Select(id => new PersonId(id))],
            FirstDay,
            Minutes(Handover),
            LengthDays) { Hours = Hours },
        by);

    /// <summary>The same from a form; null when a field holds what is none of its kind.</summary>
    public static ScheduleBody? Read(IFormCollection form)
    {
        if (!DateOnly.TryParse(form["firstDay"], CultureInfo.InvariantCulture, out var firstDay)
            || !TimeOnly.TryParse(form["handover"], CultureInfo.InvariantCulture, out var handover)
            || !int.TryParse(form["lengthDays"], CultureInfo.InvariantCulture, out var lengthDays))
            return null;
        var restricted = form["restricted"].Count > 0;
        if (restricted && (TimeOf(form["hoursFrom"]) is null || TimeOf(form["hoursTo"]) is null))
            return null;
        return new ScheduleBody(
            form["name"],
            form["zone"],
            [.. form["person"].OfType<string>()],
            firstDay,
            handover,
            lengthDays,
            restricted ? DaysOf(form["day"]) : null,
            restricted ? TimeOf(form["hoursFrom"]) : null,
            restricted ? TimeOf(form["hoursTo"]) : null);
    }

    /// <summary>Weekdays by their English names; what is none is left out.</summary>
    internal static IReadOnlyList<DayOfWeek> DaysOf(StringValues words) =>
    [
        .. words.Select(word => Enum.TryParse<DayOfWeek>(word, out var day) ? day : (DayOfWeek?)null)
            .OfType<DayOfWeek>().Where(Enum.IsDefined).Distinct().Order(),
    ];

    private static TimeOnly? TimeOf(string? typed) =>
        TimeOnly.TryParse(typed, CultureInfo.InvariantCulture, out var time) ? time : null;

    private OpenHours? Hours => HoursFrom is { } from && HoursTo is { } to
        ? new OpenHours(Days is null ? Enum.GetValues<DayOfWeek>() : [.. Days.Distinct().Order()],
            Minutes(from), Minutes(to))
        : null;

    private static TimeOnly Minutes(TimeOnly time) => new(time.Hour, time.Minute);
}

/// <summary>Who stands in, and when; absent moments are refused, not guessed.</summary>
internal sealed record OverrideBody(
    string? Person, DateTimeOffset From, DateTimeOffset To, string? Reason = null, string? Id = null);
