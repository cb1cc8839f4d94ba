using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Governance.Domain;
using Governance.Domain.OnCall.Schedules;

namespace Governance.Tests.OnCall.Schedules;

/// <summary>Random schedules in zones whose clocks change, do not change, and change by half an hour.</summary>
public sealed class RosterPropertyTests
{
    private static readonly string[] s_zones =
    [
        "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago", "Etc/UTC",
    ];

    [Fact]
    public void The_shifts_of_any_time_follow_each_other_without_hole_or_overlap() => Check((schedule, from) =>
    {
        var shifts = schedule.Shifts(from, from + Roster.Ahead);
        shifts[0].From.ShouldBe(from);
        shifts[^1].To.ShouldBe(from + Roster.Ahead);
        shifts.Zip(shifts.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From);
        shifts.ShouldAllBe(shift => shift.From < shift.To);
    });

    [Fact]
    public void Whoever_a_shift_names_is_on_call_at_every_moment_of_it() => Check((schedule, from) =>
    {
        foreach (var shift in schedule.Shifts(from, from + Roster.Ahead))
        {
            foreach (var share in new[] { 0.0, 0.37, 0.999 })
                schedule.OnCallAt(shift.From + ((shift.To - shift.From) * share)).ShouldBe(shift.Person);
        }
    });

    [Fact]
    public void Who_is_on_call_does_not_depend_on_the_stretch_one_looks_at() => Check((schedule, from) =>
    {
        var whole = schedule.Shifts(from, from + Roster.Ahead);
        var half = schedule.Shifts(from.AddDays(14), from + Roster.Ahead);
        half.Skip(1).ShouldBe(whole.Where(shift => shift.From > from.AddDays(14)));
    });

    private static void Check(Action<Schedule, DateTimeOffset> property)
    {
        var hours = from start in Gen.Choose(0, 23)
                    from end in Gen.Choose(0, 23)
                    from days in Gen.SubListOf(Enum.GetValues<DayOfWeek>())
                    select days.Count == 0 ? null : new OpenHours([.. days], new(start, 30), new(end, 0));
        var standIn = from start in Gen.Choose(0, 40 * 24)
                      from length in Gen.Choose(1, 72)
                      from person in Gen.Choose(0, 5)
                      select (start, length, person);
        var schedule =
            from zone in Gen.Elements(s_zones)
            from people in Gen.Choose(1, 4)
            from length in Gen.Elements(1, 2, 7, 10)
            from hour in Gen.Choose(0, 23)
            from first in Gen.Choose(0, 1_200)
            from open in Gen.OneOf(Gen.Constant<OpenHours?>(null), hours)
            from instead in standIn.ListOf(3)
            let rotation = new Rotation(
                [.. Enumerable.Range(0, people).Select(Person)], new DateOnly(2026, 1, 1).AddDays(first), new(hour, 30),
                length) { Hours = open }
            let begin = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(first)
            select new Schedule(
                "any", zone, rotation,
                [.. instead.Select((one, index) => new StandIn(
                    $"{index}", Person(one.person), begin.AddHours(one.start),
                    begin.AddHours(one.start + one.length), ""))],
                false);
        var asked = from one in schedule
                    from hoursLater in Gen.Choose(-48, 200 * 24)
                    select (one, one.Rotation!.FirstDay.ToDateTime(new TimeOnly(0, 17)).AddHours(hoursLater));
        Prop.ForAll(
            asked.ToArbitrary(), pair => property(pair.one, new DateTimeOffset(pair.Item2, TimeSpan.Zero)))
            .QuickCheckThrowOnFailure();
    }

    private static PersonId Person(int number) => new(number.ToString(CultureInfo.InvariantCulture));
}
