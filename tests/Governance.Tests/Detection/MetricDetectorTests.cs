using Governance.Detection;
using Governance.Detection.Metrics;

namespace Governance.Tests.Detection;

public sealed class MetricDetectorTests(ITestOutputHelper output)
{
    [Fact]
    public void A_level_that_shifts_is_one_episode_raised_soon_and_the_verdict_says_why()
    {
        var dice = new Random(81);
        var detector = new MetricDetector();
        Feed(detector, 2_000, i => 50 + Daily(i) + dice.Normal())[288..]
            .ShouldNotContain(v => v.Outcome == Outcome.Raised);
        var after = Feed(detector, 300, i => 58 + Daily(i) + dice.Normal(), 2_000);
        var raised = after.FindIndex(v => v.Outcome == Outcome.Raised);
        output.WriteLine($"raised after {raised + 1} points");
        raised.ShouldBeInRange(0, 10);
        after.Count(v => v.Outcome == Outcome.Raised).ShouldBe(1);
        after[raised].Direction.ShouldBe(Direction.Up);
        after[raised].Score.ShouldBeGreaterThanOrEqualTo(after[raised].Threshold);
    }

    [Fact]
    public void The_band_holds_what_is_usual_at_this_time_of_day()
    {
        var dice = new Random(82);
        var detector = new MetricDetector();
        var inside = 0;
        for (var i = 0; i < 6_000; i++)
        {
            detector.Observe(At(i), 50 + (10 * Daily(i)) + dice.Normal());
            var band = detector.Band();
            inside += i >= 3_000 && band.Value >= band.Lower && band.Value <= band.Upper ? 1 : 0;
        }

        inside.ShouldBeGreaterThan(2_950);
        detector.Observe(At(6_000), 1_000);
        detector.Band().Effect.ShouldBeGreaterThan(900);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-6)]
    [InlineData(1e8)]
    public void The_unit_of_a_metric_does_not_matter(double unit)
    {
        var dice = new Random(83);
        var detector = new MetricDetector();
        Feed(detector, 1_500, _ => unit * (3 + dice.Normal())).ShouldNotContain(v => v.Outcome == Outcome.Raised);
        Feed(detector, 20, _ => unit * (13 + dice.Normal())).ShouldContain(v => v.Outcome == Outcome.Raised);
    }

    [Fact]
    public void A_constant_stream_is_silent_and_its_first_change_is_found()
    {
        var detector = new MetricDetector();
        Feed(detector, 5_000, _ => 7.25).ShouldAllBe(v => v.Score == 0);
        Feed(detector, 1, _ => 7.5)[0].Outcome.ShouldBe(Outcome.Raised);
    }

    [Fact]
    public void Gaps_repeated_times_and_a_clock_that_steps_back_are_taken_in_stride()
    {
        var dice = new Random(84);
        var detector = new MetricDetector();
        for (var i = 0; i < 3_000; i++)
        {
            var time = i % 500 == 0 ? At(i - 11) : i > 1_500 ? At(i + 5_000) : At(i);
            detector.Observe(time, 100 + dice.Normal()).Outcome.ShouldNotBe(Outcome.Raised);
            detector.Observe(time, double.NaN).Outcome.ShouldBeOneOf(Outcome.Quiet, Outcome.Warming);
        }

        detector.Count.ShouldBe(3_000);
    }

    [Fact]
    public void An_episode_ends_when_the_stream_has_calmed_down()
    {
        var dice = new Random(85);
        var detector = new MetricDetector();
        Feed(detector, 1_000, _ => dice.Normal());
        Feed(detector, 5, _ => 30 + dice.Normal());
        detector.IsOpen.ShouldBeTrue();
        var after = Feed(detector, 200, _ => dice.Normal());
        after.Count(v => v.Outcome == Outcome.Cleared).ShouldBe(1);
        detector.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void A_saved_detector_goes_on_bit_by_bit_as_if_it_had_not_stopped()
    {
        var dice = new Random(86);
        double[] values = [.. Enumerable.Range(0, 9_000).Select(i => Math.Exp(dice.Normal()) * (i > 7_000 ? 3 : 1))];
        var (whole, parts) = (new MetricDetector(), new MetricDetector());
        for (var i = 0; i < values.Length; i++)
        {
            if (i % 1_001 == 1_000)
                parts = Reopened(parts);
            parts.Observe(At(i), values[i]).ShouldBe(whole.Observe(At(i), values[i]));
        }

        Saved(parts).ShouldBe(Saved(whole));
        Saved(whole).Length.ShouldBeLessThan(20_000);
    }

    [Fact]
    public void A_state_of_another_version_is_refused()
    {
        var bytes = Saved(new MetricDetector());
        bytes[1]++;
        Should.Throw<InvalidDataException>(() => new MetricDetector().Load(new BinaryReader(new MemoryStream(bytes))));
    }

    private static double Daily(int minute) => Math.Sin(2 * Math.PI * minute / 288);

    private static DateTimeOffset At(int row) => Streams.At(5 * row);

    private static List<MetricVerdict> Feed(MetricDetector detector, int n, Func<int, double> value, int from = 0) =>
        [.. Enumerable.Range(from, n).Select(i => detector.Observe(At(i), value(i)))];

    private static byte[] Saved(MetricDetector detector)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        detector.Save(writer);
        return bytes.ToArray();
    }

    private static MetricDetector Reopened(MetricDetector detector)
    {
        var copy = new MetricDetector();
        copy.Load(new BinaryReader(new MemoryStream(Saved(detector))));
        return copy;
    }
}
