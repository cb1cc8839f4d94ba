using Governance.Detection;
using Governance.Detection.Iid;

namespace Governance.Tests.Detection;

public sealed class IidTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(AnomalySide.TwoSided, 101)]
    [InlineData(AnomalySide.Positive, 102)]
    [InlineData(AnomalySide.Negative, 103)]
    public void The_level_is_the_level_of_all_counted_sides_together(AnomalySide side, int seed)
    {
        const int n = 8_000;
        var dice = new Random(seed);
        var alerts = Enumerable.Range(0, n).Select(_ => dice.Normal()).DetectIidSpike(95, 100, side)
            .Count(point => point.Alert);
        output.WriteLine($"seed {seed}: {100.0 * alerts / n:F2} % of normal points alert, 5 % asked for");
        ((double)alerts / n).ShouldBeInRange(0.03, 0.06);
    }

    [Fact]
    public void A_spike_is_found_and_named_in_spite_of_earlier_ones()
    {
        var dice = new Random(104);
        double[] values =
            [.. Enumerable.Range(0, 400).Select(i => i is 150 or 200 or 250 or 390 ? 6 : dice.Normal())];
        var last = values.DetectIidSpike(99.5, 100).ElementAt(390);
        last.Alert.ShouldBeTrue();
        last.Direction.ShouldBe(Direction.Up);
        last.RawScore.ShouldBeGreaterThan(last.Upper);
        last.Expected.ShouldBeInRange(-0.5, 0.5);
    }

    [Fact]
    public void No_alert_before_the_history_is_full_and_none_on_a_constant() =>
        Enumerable.Repeat(3.0, 500).Prepend(9.0).DetectIidSpike(95, 100).ShouldAllBe(point => !point.Alert);

    [Theory]
    [InlineData(MartingaleType.Power, 111)]
    [InlineData(MartingaleType.Mixture, 112)]
    [InlineData(MartingaleType.None, 113)]
    public void Changes_are_reported_no_more_often_than_the_threshold_says(MartingaleType martingale, int seed)
    {
        // One change in 10 / (1 - 0.9) = 100 points at most.
        var dice = new Random(seed);
        const int n = 30_000;
        var alerts = Enumerable.Range(0, n).Select(_ => Math.Exp(dice.Normal()))
            .DetectIidChangePoint(90, 10, martingale).Count(point => point.Alert);
        output.WriteLine($"seed {seed}: {n / (double)alerts:F0} points between changes, at least 100 promised");
        ((double)n / alerts).ShouldBeGreaterThan(90);
    }

    [Theory]
    [InlineData(MartingaleType.Power)]
    [InlineData(MartingaleType.Mixture)]
    public void A_lasting_change_is_one_alert(MartingaleType martingale)
    {
        var dice = new Random(114);
        var points = Enumerable.Range(0, 400).Select(i => dice.Normal() + (i < 200 ? 0 : 4))
            .DetectIidChangePoint(95, 20, martingale).ToList();
        var found = points.FindIndex(200, point => point.Alert);
        found.ShouldBeInRange(201, 230);
        points.Count(point => point.Alert).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public void Saved_detectors_go_on_as_if_they_had_not_stopped()
    {
        var dice = new Random(115);
        double[] values = [.. Enumerable.Range(0, 500).Select(i => i % 97 == 0 ? double.NaN : dice.Normal())];
        var (spike, change) = (new IidSpikeDetector(), new IidChangePointDetector());
        var (spikeCopy, changeCopy) = (new IidSpikeDetector(), new IidChangePointDetector());
        foreach (var value in values[..250])
            (_, _) = (spike.Observe(value), change.Observe(value));
        SavedState.Copy(spike.Save, spikeCopy.Load);
        SavedState.Copy(change.Save, changeCopy.Load);
        foreach (var value in values[250..])
        {
            spikeCopy.Observe(value).ShouldBe(spike.Observe(value));
            changeCopy.Observe(value).ShouldBe(change.Observe(value));
        }
    }
}
