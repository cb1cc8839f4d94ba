using Governance.Detection;

namespace Governance.Tests.Detection;

public sealed class PowerTests(ITestOutputHelper output)
{
    // As after the first day, when a whole rhythm has been seen.
    private static readonly WatchOptions s_options = new() { Caution = 1 };

    [Fact]
    public void Refusals_times_four_are_found() =>
        Delay(Measure.Rate(Sides.Both), d => d.Rate(30, 0.02), d => d.Rate(30, 0.08), 51).ShouldBeLessThan(50);

    [Fact]
    public void Refusals_that_stop_are_found_too() =>
        Delay(Measure.Rate(Sides.Both), d => d.Rate(30, 0.1), d => d.Rate(30, 0.02), 52).ShouldBeLessThan(80);

    [Fact]
    public void Tool_errors_times_three_are_found() =>
        Delay(Measure.Rate(Sides.Up), d => d.Rate(30, 0.03), d => d.Rate(30, 0.09), 53).ShouldBeLessThan(80);

    [Fact]
    public void Durations_twice_as_long_are_found_within_a_minute_or_two_of_traffic() => Delay(
        Measure.Quantile(0.95, 0.25, 5, Sides.Up),
        d => d.LogNormal(30, 900, 0.45),
        d => d.LogNormal(30, 1800, 0.45),
        54).ShouldBeLessThan(8);

    [Fact]
    public void Answers_half_as_long_again_are_found() => Delay(
        Measure.Quantile(0.5, 0.2, 1, Sides.Both),
        d => d.LogNormal(30, 210, 0.5),
        d => d.LogNormal(30, 315, 0.5),
        55).ShouldBeLessThan(40);

    [Fact]
    public void A_score_that_falls_by_its_own_spread_is_found() => Delay(
        Measure.Score(0.02), d => d.Scores(30, 0.82, 0.1), d => d.Scores(30, 0.72, 0.1), 56).ShouldBeLessThan(35);

    [Fact]
    public void One_window_of_outbreak_is_a_spike()
    {
        const int seed = 57;
        var dice = new Random(seed);
        var watch = new PastWatch(Measure.Rate(Sides.Up), s_options).Warm(_ => dice.Rate(30, 0.01));
        var verdict = watch.Step([.. dice.Rate(18, 0.01), .. dice.Rate(12, 1)], Streams.At(0), Streams.At(1));
        verdict.Outcome.ShouldBe(Outcome.Raised);
        verdict.Finding.ShouldNotBeNull().Current.N.ShouldBeGreaterThanOrEqualTo(30);
    }

    [Fact]
    public void A_candidate_at_a_tenth_of_the_traffic_is_found_when_it_alone_gets_slower()
    {
        const int seed = 58;
        var dice = new Random(seed);
        var measure = Measure.Quantile(0.95, 0.25, 5, Sides.Up);
        var past = new PastWatch(measure, s_options).Warm(_ => dice.LogNormal(90, 900, 0.45));
        var delay = new ArmWatch(measure, s_options).FirstAlarm(
            200, past.Yardstick, _ => (dice.LogNormal(10, 1800, 0.45), dice.LogNormal(90, 900, 0.45)));
        output.WriteLine($"seed {seed}: found after {delay + 1} steps of 10 beside 90");
        delay.ShouldNotBeNull().ShouldBeLessThan(20);
    }

    [Fact]
    public void An_episode_ends_after_calm_steps_and_alarms_are_counted_in_it()
    {
        const int seed = 59;
        var dice = new Random(seed);
        var watch = new PastWatch(Measure.Rate(Sides.Up), s_options).Warm(_ => dice.Rate(60, 0.02));
        var bad = Enumerable.Range(0, 30).Select(i => watch.Step(dice.Rate(60, 0.3), Streams.At(i), Streams.At(i + 1)));
        var outcomes = bad.Select(x => x.Outcome).ToList();
        outcomes.Count(x => x is Outcome.Raised).ShouldBe(1);
        outcomes.Count(x => x is Outcome.Repeated).ShouldBeGreaterThan(3);
        var calm = Enumerable.Range(30, 40)
            .Select(i => watch.Step(dice.Rate(60, 0.02), Streams.At(i), Streams.At(i + 1)).Outcome).ToList();
        calm.Count(x => x is Outcome.Cleared).ShouldBe(1);
        calm.ShouldNotContain(Outcome.Raised);
    }

    [Fact]
    public void F28_A_creep_of_a_tenth_of_a_point_a_day_is_found_though_each_day_passes()
    {
        const int seed = 62;
        const int stepsPerDay = 48;
        var dice = new Random(seed);
        var anchored = new PastWatch(Measure.Rate(Sides.Up), new WatchOptions());
        int? foundOn = null;
        for (var step = 0; step < 60 * stepsPerDay && foundOn is null; step++)
        {
            var day = step / stepsPerDay;
            var at = Streams.At(0).AddDays((double)step / stepsPerDay);
            var values = dice.Rate(100, 0.02 + (0.001 * day));
            // What a comparison with the day before would have to find is far below what matters.
            (0.001 / (0.02 + (0.001 * day))).ShouldBeLessThan(s_options.MinimumRatio);
            if (anchored.Step(values, at, at.AddMinutes(30)).Outcome is Outcome.Raised)
                foundOn = day;
        }

        output.WriteLine($"seed {seed}: found on day {foundOn}");
        foundOn.ShouldNotBeNull().ShouldBeInRange(8, 45);
    }

    [Fact]
    public void What_led_to_an_alarm_never_becomes_reference()
    {
        var dice = new Random(60);
        var watch = new PastWatch(Measure.Rate(Sides.Up), s_options).Warm(_ => dice.Rate(60, 0.02));
        for (var i = 0; i < 300; i++)
            watch.Step(dice.Rate(60, 0.3), Streams.At(i), Streams.At(i + 1));
        watch.Yardstick.ShouldNotBeNull().Reference.Value.ShouldBeLessThan(0.03);
        watch.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void A_constant_stream_is_silent_and_its_jump_is_found()
    {
        var watch = new PastWatch(Measure.Quantile(0.95, 0.25, 5, Sides.Up), s_options);
        float[] constant = [.. Enumerable.Repeat(900f, 30)];
        watch.FirstAlarm(200, _ => constant).ShouldBeNull();
        float[] jumped = [.. Enumerable.Repeat(1200f, 30)];
        watch.FirstAlarm(10, _ => jumped).ShouldNotBeNull();
    }

    [Fact]
    public void A_saved_watch_goes_on_as_if_nothing_had_happened()
    {
        var dice = new Random(61);
        var measure = Measure.Score(0.02);
        var first = new PastWatch(measure, s_options).Warm(_ => dice.Scores(30, 0.8, 0.1));
        var bytes = new MemoryStream();
        first.Save(new BinaryWriter(bytes));
        bytes.Position = 0;
        var second = new PastWatch(measure, s_options);
        second.Load(new BinaryReader(bytes));
        for (var i = 0; i < 40; i++)
        {
            var values = dice.Scores(30, 0.7, 0.1);
            var a = first.Step(values, Streams.At(i), Streams.At(i + 1));
            second.Step(values, Streams.At(i), Streams.At(i + 1)).ShouldBe(a);
        }
    }

    private double Delay(Measure measure, Func<Random, float[]> before, Func<Random, float[]> after, int seed)
    {
        var runs = Streams.Runs(1000);
        var dice = new Random(seed);
        var delays = new List<double>();
        for (var run = 0; run < runs; run++)
        {
            var watch = new PastWatch(measure, s_options).Warm(_ => before(dice));
            delays.Add((watch.FirstAlarm(500, _ => after(dice)) ?? 500) + 1);
        }

        delays.Sort();
        var late = delays[(int)(delays.Count * 0.9)];
        output.WriteLine($"seed {seed}: steps to the alarm, median {delays[delays.Count / 2]}, 90th percentile {late}");
        return late;
    }
}
