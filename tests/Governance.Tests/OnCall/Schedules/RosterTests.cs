using System.Globalization;
using Governance.Domain;
using Governance.Domain.OnCall.Schedules;

namespace Governance.Tests.OnCall.Schedules;

/// <summary>
/// Dates of the changes of Berlin's clock in 2026: forward on 29 March 02:00 → 03:00, back on 25 October 03:00 → 02:00
/// (directive 2000/84/EC; the tz database of the machine says the same, or these tests fail).
/// </summary>
public sealed class RosterTests
{
    private static readonly Actor s_by = Actor.Part("test");
    private static readonly PersonId s_ann = new("ann");
    private static readonly PersonId s_bob = new("bob");

    [Fact]
    public void The_turn_over_the_change_in_spring_is_an_hour_shorter_and_in_autumn_an_hour_longer()
    {
        ShiftAt(Daily(9), "2026-03-27T08:00:00Z").ShouldBe(TimeSpan.FromHours(24));
        ShiftAt(Daily(9), "2026-03-28T08:00:00Z").ShouldBe(TimeSpan.FromHours(23));
        ShiftAt(Daily(9), "2026-10-24T07:00:00Z").ShouldBe(TimeSpan.FromHours(25));
    }

    [Fact]
    public void A_handover_in_the_hour_that_is_left_out_is_as_much_later_as_the_clock_was_put_forward()
    {
        var schedule = Daily(2, 30);
        schedule.OnCallAt(At("2026-03-29T01:29:59Z")).ShouldNotBe(schedule.OnCallAt(At("2026-03-29T01:30:00Z")));
    }

    [Fact]
    public void A_handover_in_the_hour_that_comes_twice_is_the_first_of_both()
    {
        var schedule = Daily(2, 30);
        var after = schedule.OnCallAt(At("2026-10-25T00:30:00Z"));
        schedule.OnCallAt(At("2026-10-25T00:29:59Z")).ShouldNotBe(after);
        schedule.OnCallAt(At("2026-10-25T01:30:00Z")).ShouldBe(after);
    }

    [Fact]
    public void The_29th_of_February_is_a_day_like_any_other()
    {
        var schedule = Defined(new Rotation([s_ann, s_bob], new(2028, 2, 28), new(9, 0), 1));
        schedule.OnCallAt(At("2028-02-28T12:00:00Z")).ShouldBe(s_ann);
        schedule.OnCallAt(At("2028-02-29T12:00:00Z")).ShouldBe(s_bob);
        schedule.OnCallAt(At("2028-03-01T12:00:00Z")).ShouldBe(s_ann);
    }

    [Fact]
    public void A_week_changes_on_its_day_and_ten_days_on_theirs()
    {
        var weekly = Defined(new Rotation([s_ann, s_bob], new(2026, 11, 2), new(9, 0), 7));
        weekly.OnCallAt(At("2026-11-09T07:59:59Z")).ShouldBe(s_ann);
        weekly.OnCallAt(At("2026-11-09T08:00:00Z")).ShouldBe(s_bob);
        var custom = Defined(new Rotation([s_ann, s_bob], new(2026, 11, 2), new(9, 0), 10));
        custom.OnCallAt(At("2026-11-12T07:59:59Z")).ShouldBe(s_ann);
        custom.OnCallAt(At("2026-11-12T08:00:00Z")).ShouldBe(s_bob);
    }

    [Fact]
    public void Before_the_first_handover_nobody_is_on_call() =>
        Daily(9).OnCallAt(At("2026-01-01T07:59:59Z")).ShouldBeNull();

    [Fact]
    public void Hours_past_midnight_belong_to_the_day_they_begin_on()
    {
        var nights = new OpenHours([DayOfWeek.Friday], new(22, 0), new(6, 0));
        var schedule = Defined(new Rotation([s_ann], new(2026, 1, 1), new(9, 0), 1) { Hours = nights });
        schedule.OnCallAt(At("2026-11-20T21:00:00Z")).ShouldBe(s_ann); // Friday 22:00.
        schedule.OnCallAt(At("2026-11-21T04:59:59Z")).ShouldBe(s_ann); // Saturday 05:59:59.
        schedule.OnCallAt(At("2026-11-21T05:00:00Z")).ShouldBeNull();
        schedule.OnCallAt(At("2026-11-21T21:00:00Z")).ShouldBeNull(); // Saturday 22:00.
    }

    [Fact]
    public void An_override_stands_before_the_turn_and_the_later_one_before_the_earlier()
    {
        var schedule = Folded(
            Daily(9), Add("1", s_ann, "2026-11-21T10:00:00Z", "2026-11-21T14:00:00Z"),
            Add("2", s_bob, "2026-11-21T12:00:00Z", "2026-11-21T13:00:00Z"));
        schedule.OnCallAt(At("2026-11-21T11:00:00Z")).ShouldBe(s_ann);
        schedule.OnCallAt(At("2026-11-21T12:30:00Z")).ShouldBe(s_bob);
        schedule.OnCallAt(At("2026-11-21T13:00:00Z")).ShouldBe(s_ann);
    }

    [Fact]
    public void A_gap_is_a_shift_of_nobody_and_says_when_somebody_is_back()
    {
        var office = new OpenHours([DayOfWeek.Monday, DayOfWeek.Tuesday], new(9, 0), new(17, 0));
        var schedule = Defined(new Rotation([s_ann], new(2026, 1, 1), new(9, 0), 1) { Hours = office });
        var from = At("2026-11-21T00:00:00Z"); // Saturday.
        var gaps = schedule.Gaps(from, from.AddDays(7));
        gaps[0].ShouldBe(new Shift(from, At("2026-11-23T08:00:00Z"), null, null));
        gaps.Count.ShouldBe(3);
        schedule.NextCover(from, from.AddDays(7)).ShouldBe(At("2026-11-23T08:00:00Z"));
        Folded(schedule, new ScheduleEvent.ScheduleRetired(s_by)).NextCover(from, from.AddDays(7)).ShouldBeNull();
    }

    private static TimeSpan ShiftAt(Schedule schedule, string from)
    {
        var shift = schedule.Shifts(At(from), At(from).AddDays(3))[0];
        return shift.To - shift.From;
    }

    private static Schedule Daily(int hour, int minute = 0) =>
        Defined(new Rotation([s_ann, s_bob], new(2026, 1, 1), new(hour, minute), 1));

    private static Schedule Defined(Rotation rotation) =>
        Folded(Schedule.Initial, new ScheduleEvent.ScheduleDefined("primary", "Europe/Berlin", rotation, s_by));

    private static ScheduleEvent Add(string id, PersonId person, string from, string to) =>
        new ScheduleEvent.OverrideAdded(new StandIn(id, person, At(from), At(to), ""), s_by);

    private static Schedule Folded(Schedule from, params ScheduleEvent[] facts) =>
        facts.Aggregate(from, Schedule.Evolve);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
