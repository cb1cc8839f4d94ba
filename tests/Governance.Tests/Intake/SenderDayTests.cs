using Governance.Domain.Intake;
using Governance.Server.Intake.Pages;

namespace Governance.Tests.Intake;

/// <summary>What the page of intake makes of the headers in the log.</summary>
public sealed class SenderDayTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 20, 12, 0, 5, TimeSpan.Zero);

    [Fact]
    public void Rates_are_of_the_last_ten_seconds_minute_and_quarter()
    {
        var row = RowAfter((600, s_now.AddSeconds(-10)), (600, s_now.AddSeconds(-50)), (7_800, s_now.AddMinutes(-5)));
        (row.PerSecondNow, row.PerSecondMinute, row.PerSecond15Minutes).ShouldBe((60, 20, 10));
    }

    [Fact]
    public void What_lies_further_back_than_a_quarter_no_longer_counts()
    {
        var row = RowAfter((600, s_now.AddMinutes(-16)), (600, s_now.AddHours(-3)));
        (row.PerSecondNow, row.PerSecondMinute, row.PerSecond15Minutes).ShouldBe((0, 0, 0));
        row.LastSeen.ShouldBe(s_now.AddHours(-3));
    }

    [Fact]
    public void Kinds_and_coverage_are_those_of_the_last_day()
    {
        var day = new SenderDay();
        day.Take(Header(100, s_now.AddDays(-1)), s_now.AddDays(-1));
        day.Take(Header(40, s_now), s_now);
        var row = day.RowAt(s_now, default).ShouldNotBeNull();
        row.Kinds.ShouldBe(new Dictionary<string, long> { ["inference"] = 40 });
        row.Coverage.ShouldBe(new Dictionary<string, double> { ["finish"] = 0, ["tokens"] = 0, ["version"] = 0.5 });
    }

    [Fact]
    public void Lag_is_from_the_youngest_event_to_its_commit()
    {
        RowAfter((1, s_now)).Lag.ShouldBe(TimeSpan.FromSeconds(2));
    }

    private static SenderRow RowAfter(params (int Count, DateTimeOffset At)[] segments)
    {
        var day = new SenderDay();
        foreach (var (count, at) in segments)
            day.Take(Header(count, at), at);
        return day.RowAt(s_now, default).ShouldNotBeNull();
    }

    private static BehaviourEvent.SegmentRecorded Header(int count, DateTimeOffset at) => new(
        "d",
        "desk",
        "production",
        DateOnly.FromDateTime(at.UtcDateTime),
        at.AddSeconds(-3),
        at.AddSeconds(-2),
        count,
        new Dictionary<string, int> { ["inference"] = count },
        [],
        "",
        "",
        1)
    {
        Known = new Dictionary<string, int> { ["version"] = count / 2 },
    };
}
