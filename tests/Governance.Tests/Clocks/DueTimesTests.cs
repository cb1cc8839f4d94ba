using System.Collections.Frozen;
using Governance.Domain.Clocks.Regimes;
using static Governance.Tests.Clocks.ClockFixtures;

namespace Governance.Tests.Clocks;

public sealed class DueTimesTests
{
    [Fact]
    public void The_strict_time_is_so_many_times_24_hours() =>
        Of("15 days", At(2028, 1, 10)).StrictAt.ShouldBe(At(2028, 1, 25));

    [Fact]
    public void The_day_of_the_event_is_not_counted_and_the_last_day_is_whole() =>
        // Monday + 10 days is Thursday 20 January, which ends at 23:00 UTC in Brussels.
        Of("10 days", At(2028, 1, 10)).LegalLatestAt.ShouldBe(At(2028, 1, 20, 23));

    [Fact]
    public void A_last_day_on_a_weekend_moves_to_the_next_working_day() =>
        // Monday + 5 days is Saturday; Monday 17 January it is.
        Of("5 days", At(2028, 1, 10)).LegalLatestAt.ShouldBe(At(2028, 1, 17, 23));

    [Fact]
    public void A_last_day_on_a_holiday_moves_too() =>
        // Thursday 23 December 2027 + 2 is Christmas, a Saturday; Monday 27 holds only one other working day.
        Of("2 days", At(2027, 12, 23)).LegalLatestAt.ShouldBe(At(2027, 12, 27, 23));

    [Fact]
    public void Two_days_hold_two_working_days() =>
        // From a Friday: Sunday moves to Monday, and Tuesday is the second working day.
        Of("2 days", At(2028, 1, 14)).LegalLatestAt.ShouldBe(At(2028, 1, 18, 23));

    [Fact]
    public void Summer_time_begins_and_ends_where_the_recipient_is() =>
        // Wednesday 29 March 2028 ends at 22:00 UTC: summer time began on the 26th.
        Of("5 days", At(2028, 3, 24)).LegalLatestAt.ShouldBe(At(2028, 3, 29, 22));

    [Fact]
    public void Hours_are_hours_and_have_one_time() =>
        Of("72 hours", At(2028, 1, 14), CountingRule.None).ShouldBe(new DueTimes(At(2028, 1, 17), null));

    [Fact]
    public void Working_days_end_with_the_last_of_them() =>
        Of("5 working days", At(2028, 1, 14), CountingRule.None).StrictAt.ShouldBe(At(2028, 1, 21, 23));

    [Fact]
    public void At_once_is_now_and_a_hold_is_never_due()
    {
        Of("immediately", At(2028, 1, 10)).StrictAt.ShouldBe(At(2028, 1, 10));
        Of("hold", At(2028, 1, 10)).ShouldBe(default);
    }

    [Fact]
    public void The_strict_time_is_never_after_the_latest_lawful_one_which_ends_a_working_day()
    {
        var random = new Random(4711);
        for (var i = 0; i < 2_000; i++)
        {
            var start = At(2026, 1, 1).AddMinutes(random.Next(3 * 365 * 24 * 60));
            var days = random.Next(2, 61);
            var due = DueTimes.Of(new Period(days, PeriodUnit.Days), CountingRule.EuropeanUnion, start, Calendar);
            due.LegalLatestAt!.Value.ShouldBeGreaterThanOrEqualTo(due.StrictAt!.Value, $"{days} days from {start:O}");
            Calendar.IsWorking(Calendar.DayOf(due.LegalLatestAt.Value.AddSeconds(-1))).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_day_that_ends_in_the_hour_that_summer_time_skips_has_an_end()
    {
        var cairo = TimeZoneInfo.FindSystemTimeZoneById("Africa/Cairo");
        var calendar = new WorkingCalendar(cairo, FrozenSet<DateOnly>.Empty);
        // Friday 24 April 2026 begins at 01:00: midnight does not exist in Cairo.
        calendar.EndOf(new DateOnly(2026, 4, 23)).ShouldBe(At(2026, 4, 23, 22));
    }

    private static DueTimes Of(string period, DateTimeOffset start, CountingRule rule = CountingRule.EuropeanUnion) =>
        DueTimes.Of(Period.Parse(period), rule, start, Calendar);
}
