namespace Governance.Domain.OnCall.Schedules;

/// <summary>A stretch of time with the same person on call.</summary>
/// <param name="To">The first moment after it.</param>
/// <param name="Person">Null: nobody is on call, which is a gap.</param>
/// <param name="StandIn">The override that says so, or null where it is the person's turn.</param>
public sealed record Shift(DateTimeOffset From, DateTimeOffset To, PersonId? Person, string? StandIn);

/// <summary>Who is on call by a schedule: a function of its facts and a moment, nothing else.</summary>
public static class Roster
{
    /// <summary>How far ahead gaps are looked for.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(28);

    /// <summary>Whoever is on call at a moment, or null when nobody is.</summary>
    public static PersonId? OnCallAt(this Schedule schedule, DateTimeOffset at) => schedule.Holding(at).Person;

    /// <summary>
    /// The shifts that touch a stretch of time, cut to it, without a hole between them: a gap is a shift of nobody.
    /// </summary>
    public static IReadOnlyList<Shift> Shifts(this Schedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        var shifts = new List<Shift>(); // Bounded by the days asked for and the stand-ins.
        var moments = schedule.Changes(from, to).Where(at => from < at && at < to).Prepend(from).Distinct().Order();
        foreach (var at in moments)
        {
            var (person, standIn) = schedule.Holding(at);
            if (shifts is [.., var last])
            {
                if (last.Person == person && last.StandIn == standIn)
                    continue;
                shifts[^1] = last with { To = at };
            }

            shifts.Add(new Shift(at, to, person, standIn));
        }

        return shifts;
    }

    /// <summary>The stretches of time in which nobody is on call.</summary>
    public static IReadOnlyList<Shift> Gaps(this Schedule schedule, DateTimeOffset from, DateTimeOffset to) =>
        [.. schedule.Shifts(from, to).Where(shift => shift.Person is null)];

    /// <summary>The next moment from which somebody is on call; null when there is none before the end.</summary>
    public static DateTimeOffset? NextCover(this Schedule schedule, DateTimeOffset from, DateTimeOffset to) =>
        schedule.Shifts(from, to).FirstOrDefault(shift => shift.Person is not null)?.From;

    private static (PersonId? Person, string? StandIn) Holding(this Schedule schedule, DateTimeOffset at)
    {
        if (!schedule.InUse)
            return (null, null);
        if (schedule.StandIns.FindLast(standIn => standIn.Covers(at)) is { } instead)
            return (instead.Person, instead.Id);
        return (schedule.Rotation!.At(at, WallClock.Of(schedule.Zone)), null);
    }

    private static IEnumerable<DateTimeOffset> Changes(this Schedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        if (!schedule.InUse)
            return [];
        var zone = WallClock.Of(schedule.Zone);
        var first = DateOnly.FromDateTime(zone.ShownAt(from)).AddDays(-1);
        var last = DateOnly.FromDateTime(zone.ShownAt(to)).AddDays(1);
        return schedule.Rotation!.Changes(first, last, zone)
            .Concat(schedule.StandIns.SelectMany(standIn => new[] { standIn.From, standIn.To }));
    }
}
