using Governance.Domain.Intake;
using Governance.Server.Intake.Series;

namespace Governance.Tests.Intake;

/// <summary>Points of senders that count in different ways become the same minutes.</summary>
public sealed class SeriesMinutesTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_delta_counts_in_its_own_minute_and_minutes_add_up_over_processes()
    {
        SeriesPoint[] points = [Delta(0, 3), Delta(0.5, 4), Delta(1, 5), Delta(0.2, 7) with { Stream = "other" }];
        Counts(points).ShouldBe([(0, 14), (1, 5)]);
    }

    [Fact]
    public void A_cumulative_stream_counts_what_it_grew()
    {
        SeriesPoint[] points = [Total(1, 10), Total(2, 25), Total(3, 25), Total(4, 26)];
        Counts(points).ShouldBe([(1, 10), (2, 15), (4, 1)]);
    }

    [Fact]
    public void A_new_start_and_a_count_that_fell_begin_from_nought()
    {
        SeriesPoint[] restarted = [Total(1, 10), Total(2, 4) with { StartedAt = At(1.5) }];
        Counts(restarted).ShouldBe([(1, 10), (2, 4)]);
        SeriesPoint[] fell = [Total(1, 10), Total(2, 4)];
        Counts(fell).ShouldBe([(1, 10), (2, 4)]);
    }

    [Fact]
    public void What_an_old_stream_counted_before_it_was_first_heard_is_given_to_no_minute()
    {
        SeriesPoint[] old = [Total(100, 9_000), Total(101, 9_010)];
        Counts(old).ShouldBe([(101, 10)]);
        SeriesPoint[] late = [Total(100, 9_000), Total(101, 5) with { Stream = "a new set of attributes" }];
        Counts(late).ShouldBe([(101, 5)], "its process was heard before, so it is new and not only new to us");
    }

    [Fact]
    public void Points_before_the_time_asked_for_only_give_the_ground() =>
        SeriesMinutes.Of([Total(1, 10), Total(2, 25)], At(2)).ShouldHaveSingleItem().Count.ShouldBe(15);

    [Fact]
    public void Sums_and_buckets_are_those_of_the_time_between_and_extremes_are_not_known_of_it()
    {
        var before = Total(1, 10) with { Sum = 100, Min = 1, Max = 50, Buckets = [new(10, 6), new(null, 4)] };
        var after = Total(2, 13) with { Sum = 190, Min = 1, Max = 60, Buckets = [new(10, 7), new(null, 6)] };
        var minute = SeriesMinutes.Of([before, after], At(2)).ShouldHaveSingleItem();
        (minute.Sum, minute.Mean, minute.Min, minute.Max).ShouldBe((90, 30, null, null));
        minute.Buckets.ShouldBe([new(10, 1), new(null, 2)]);
        var rescaled = after with { Buckets = [new(20, 13)] };
        SeriesMinutes.Of([before, rescaled], At(2)).ShouldHaveSingleItem().Buckets.ShouldBeEmpty();
    }

    private static (int Minute, long Count)[] Counts(SeriesPoint[] points) =>
    [
        .. SeriesMinutes.Of(points, DateTimeOffset.MinValue)
            .Select(minute => ((int)(minute.Minute - s_noon).TotalMinutes, minute.Count)),
    ];

    private static SeriesPoint Delta(double minute, long count) =>
        Total(minute, count) with { IsCumulative = false, StartedAt = At(minute - 0.1) };

    private static SeriesPoint Total(double minute, long count) => new(
        SeriesMetric.TokenUsage, "m", "chat", "input", "source", "stream", s_noon, At(minute), IsCumulative: true,
        count, Sum: null, Min: null, Max: null, Buckets: []);

    private static DateTimeOffset At(double minute) => s_noon.AddMinutes(minute);
}
