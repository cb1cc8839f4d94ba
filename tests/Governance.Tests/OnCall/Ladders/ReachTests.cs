using System.Globalization;
using Governance.Domain.OnCall;
using Governance.Domain.OnCall.Ladders;
using Governance.Domain.OnCall.Schedules;
using Governance.Server.OnCall.Ladders;
using Microsoft.Extensions.Configuration;

namespace Governance.Tests.OnCall.Ladders;

/// <summary>
/// The trap of UTC (acceptance scenario 5): business hours of Berlin, Monday to Friday, without Bavaria's holidays, on
/// both days on which the clock changes, on a holiday, and by the clock of whoever is paged.
/// </summary>
public sealed class ReachTests
{
    private static readonly OpenHours s_office = new(
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
        new(9, 0), new(17, 0));

    private static readonly HolidayCalendar s_bavaria =
        Calendars.Load(new ConfigurationBuilder().Build()).Find("DE-BY").ShouldNotBeNull();

    [Theory]
    [InlineData("2026-03-27T08:00:00Z", true)] // Friday, 09:00 CET.
    [InlineData("2026-03-29T08:00:00Z", false)] // Sunday, the clock was put forward.
    [InlineData("2026-03-30T06:59:59Z", false)] // Monday, 08:59:59 CEST.
    [InlineData("2026-03-30T07:00:00Z", true)] // Monday, 09:00 CEST.
    [InlineData("2026-03-30T15:00:00Z", false)] // Monday, 17:00 CEST.
    [InlineData("2026-10-23T07:00:00Z", true)] // Friday, 09:00 CEST.
    [InlineData("2026-10-25T09:00:00Z", false)] // Sunday, the clock was put back.
    [InlineData("2026-10-26T07:59:59Z", false)] // Monday, 08:59:59 CET.
    [InlineData("2026-10-26T08:00:00Z", true)] // Monday, 09:00 CET.
    [InlineData("2026-01-06T10:00:00Z", false)] // Tuesday, Heilige Drei Könige.
    [InlineData("2026-01-07T10:00:00Z", true)]
    [InlineData("2040-01-06T10:00:00Z", true)] // Friday beyond the calendar: a page too many rather than none.
    public void Hours_go_by_the_wall_clock_and_the_calendar(string at, bool open)
    {
        var reach = At(at, recipientLocal: false, zone: "Asia/Tokyo");
        (reach.Callees.Count, reach.Closed).ShouldBe((open ? 1 : 0, !open));
    }

    [Theory]
    [InlineData("2026-03-30T07:00:00Z", "America/New_York", false)] // 03:00 there.
    [InlineData("2026-03-30T13:00:00Z", "America/New_York", true)] // 09:00 there.
    [InlineData("2026-03-30T20:00:00Z", "America/New_York", true)] // 16:00 there, 22:00 in Berlin.
    [InlineData("2026-03-30T07:00:00Z", null, true)] // Unknown: by the step's own clock.
    public void Or_by_the_clock_of_whoever_is_paged(string at, string? zone, bool open) =>
        At(at, recipientLocal: true, zone).Callees.Count.ShouldBe(open ? 1 : 0);

    [Fact]
    public void A_wait_outside_the_hours_is_closed_too() => Reach.Of(
        Step(recipientLocal: false) with { Kind = StepKind.Wait }, [], s_bavaria, null,
        Parse("2026-10-25T09:00:00Z")).Closed.ShouldBeTrue();

    [Fact]
    public void The_calendar_holds_what_moves_with_Easter()
    {
        foreach (var (year, easter) in new[] { (2026, new DateOnly(2026, 4, 5)), (2028, new DateOnly(2028, 4, 16)) })
        {
            foreach (var days in new[] { -2, 1, 39, 50, 60 })
                s_bavaria.Days.ShouldContain(easter.AddDays(days), $"{year}, {days} days from Easter");
        }

        s_bavaria.Days.ShouldAllBe(day => day >= s_bavaria.First && day <= s_bavaria.Last);
    }

    private static Reach At(string at, bool recipientLocal, string? zone) => Reach.Of(
        Step(recipientLocal), [new Callee("ann", [new Way("mail", "1")]) { Zone = zone }], s_bavaria, null, Parse(at));

    private static LadderStep Step(bool recipientLocal) => new("primary", "", 300)
    {
        Kind = StepKind.Schedule,
        OnlyIn = new BusinessHours("Europe/Berlin", s_office, "DE-BY", recipientLocal),
    };

    private static DateTimeOffset Parse(string at) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
}
