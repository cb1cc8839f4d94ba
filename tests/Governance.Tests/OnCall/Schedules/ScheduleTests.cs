using System.Globalization;
using Governance.Domain;
using Governance.Domain.OnCall.Schedules;

namespace Governance.Tests.OnCall.Schedules;

public sealed class ScheduleTests
{
    private static readonly Actor s_by = Actor.Part("test");
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_definition_twice_writes_nothing() =>
        When(Schedule.Initial, (schedule, _) => Define().Decide(schedule))
            .ThenState(after => after.InUse.ShouldBeTrue());

    [Theory]
    [InlineData("", "Europe/Berlin", 1, 7)]
    [InlineData("primary", "Berlin", 1, 7)]
    [InlineData("primary", "../../etc/passwd", 1, 7)]
    [InlineData("primary", "Europe/Berlin", 0, 7)]
    [InlineData("primary", "Europe/Berlin", 1, 0)]
    [InlineData("primary", "Europe/Berlin", 1, 367)]
    public void What_cannot_be_followed_is_refused(string name, string zone, int people, int lengthDays) =>
        When(Schedule.Initial, (schedule, _) => Define(name, zone, people, lengthDays).Decide(schedule))
            .ThenRefused("schedule_invalid");

    [Fact]
    public void An_override_of_what_is_over_would_change_who_was_on_call_and_is_refused() =>
        When(InUse, Override("a", -2, -1).Decide).ThenRefused("schedule_invalid");

    [Fact]
    public void An_override_ends_after_it_begins() =>
        When(InUse, Override("a", 2, 1).Decide).ThenRefused("schedule_invalid");

    [Fact]
    public void Nobody_stands_in_on_a_schedule_that_is_not_in_use()
    {
        When(Schedule.Initial, Override("a", 1, 2).Decide).ThenRefused(new ScheduleUnknown());
        var retired = When(InUse, (schedule, _) => new RetireSchedule(s_by).Decide(schedule)).State;
        When(retired, Override("a", 1, 2).Decide).ThenRefused(new ScheduleUnknown());
        When(retired, (schedule, _) => Define().Decide(schedule)).ThenState(after => after.InUse.ShouldBeTrue());
    }

    [Fact]
    public void Taking_an_override_back_twice_writes_nothing()
    {
        var with = When(InUse, Override("a", 1, 2).Decide).State;
        When(with, (schedule, _) => new RemoveOverride("a", s_by).Decide(schedule))
            .Then(new ScheduleEvent.OverrideRemoved("a", s_by));
    }

    [Fact]
    public void A_full_list_makes_room_by_what_is_over_and_refuses_when_nothing_is()
    {
        var running = Enumerable.Range(0, Schedule.StandInsMax).Aggregate(
            InUse, (state, number) => When(state, Override($"{number}", 1, 2).Decide).State);
        When(running, Override("more", 1, 2).Decide).ThenRefused("schedule_invalid");
        var later = s_now.AddHours(3);
        var more = new AddOverride(StandIn("more", 4, 5), s_by);
        var after = more.Decide(running, later).Events.Aggregate(running, Schedule.Evolve);
        after.StandIns.ShouldHaveSingleItem().Id.ShouldBe("more");
    }

    private static Schedule InUse => When(Schedule.Initial, (schedule, _) => Define().Decide(schedule)).State;

    private static DefineSchedule Define(
        string name = "primary", string zone = "Europe/Berlin", int people = 2, int lengthDays = 7) => new(
        name,
        zone,
        new Rotation(
            [.. Enumerable.Range(0, people).Select(number =>
                new PersonId(number.ToString(CultureInfo.InvariantCulture)))],
            new(2026, 11, 2),
            new(9, 0),
            lengthDays),
        s_by);

    private static AddOverride Override(string id, int fromHours, int toHours) =>
        new(StandIn(id, fromHours, toHours), s_by);

    private static StandIn StandIn(string id, int fromHours, int toHours) =>
        new(id, new PersonId("1"), s_now.AddHours(fromHours), s_now.AddHours(toHours), "");

    private static Decided<Schedule, ScheduleEvent> When(
        Schedule from, Func<Schedule, DateTimeOffset, Decision<ScheduleEvent>> decide) =>
        A.Given<Schedule, ScheduleEvent>(from, Schedule.Evolve).When(schedule => decide(schedule, s_now));
}
