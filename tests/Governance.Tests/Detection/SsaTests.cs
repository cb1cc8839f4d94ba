using Governance.Detection;
using Governance.Detection.Ssa;

namespace Governance.Tests.Detection;

public sealed class SsaTests(ITestOutputHelper output)
{
    [Fact]
    public void A_season_is_forecast_and_the_interval_holds_what_comes()
    {
        var dice = new Random(121);
        double[] values = [.. Enumerable.Range(0, 240).Select(i => Season(i) + (0.3 * dice.Normal()))];
        var points = ((ReadOnlySpan<double>)values.AsSpan(0, 200)).ForecastBySsa(40, 150, 24);
        var inside = points.Select((point, i) => (point, value: values[200 + i]))
            .Count(pair => pair.value >= pair.point.Lower && pair.value <= pair.point.Upper);
        output.WriteLine($"{inside} of 40 values lie in their 95 % intervals");
        inside.ShouldBeGreaterThanOrEqualTo(34);
        points.Select((point, i) => Math.Abs(point.Value - Season(200 + i))).Max().ShouldBeLessThan(1.5);
        (points[^1].Upper - points[^1].Lower).ShouldBeGreaterThan(points[0].Upper - points[0].Lower);
    }

    [Fact]
    public void The_forecaster_goes_on_adapting_when_the_season_changes()
    {
        var forecaster = new SsaForecaster(100, 20);
        var errors = new List<double>();
        for (var i = 0; i < 700; i++)
        {
            var value = i < 300 ? 10 * Math.Sin(2 * Math.PI * i / 12) : 4 * Math.Sin(2 * Math.PI * i / 17);
            errors.Add(Math.Abs(value - forecaster.Next));
            forecaster.Observe(value);
        }

        errors[250..300].Max().ShouldBeLessThan(0.01);
        errors[600..].Max().ShouldBeLessThan(0.01);
    }

    [Fact]
    public void A_spike_inside_the_seasons_own_range_is_found()
    {
        var dice = new Random(122);
        var points = Enumerable.Range(0, 400)
            .Select(i => i == 350 ? 0 : Season(i) + (0.2 * dice.Normal()))
            .DetectSpikeBySsa(99.5, 100, 150, 24).ToList();
        Math.Abs(Season(350)).ShouldBeGreaterThan(3);
        points[350].Alert.ShouldBeTrue();
        points[350].Expected.ShouldBe(Season(350), 1.5);
        points.Take(350).Count(point => point.Alert).ShouldBeLessThan(8);
    }

    [Fact]
    public void A_change_of_level_on_a_season_is_a_change_point()
    {
        var dice = new Random(123);
        var points = Enumerable.Range(0, 600)
            .Select(i => Season(i) + (0.3 * dice.Normal()) + (i < 500 ? 0 : 8))
            .DetectChangePointBySsa(95, 20, 150, 24).ToList();
        points.FindIndex(500, point => point.Alert).ShouldBeInRange(500, 540);
    }

    [Fact]
    public void Gaps_and_constants_do_no_harm()
    {
        var forecaster = new SsaForecaster(50, 10);
        for (var i = 0; i < 200; i++)
            forecaster.Observe(i % 7 == 3 ? double.NaN : 5);
        forecaster.Next.ShouldBe(5, 1e-9);
        forecaster.Deviation.ShouldBe(0, 1e-9);
    }

    [Fact]
    public void Saved_detectors_go_on_as_if_they_had_not_stopped()
    {
        var dice = new Random(124);
        double[] values = [.. Enumerable.Range(0, 500).Select(i => Season(i) + dice.Normal())];
        var (spike, change) = (new SsaSpikeDetector(), new SsaChangePointDetector());
        var (spikeCopy, changeCopy) = (new SsaSpikeDetector(), new SsaChangePointDetector());
        foreach (var value in values[..333])
            (_, _) = (spike.Observe(value), change.Observe(value));
        SavedState.Copy(spike.Save, spikeCopy.Load);
        SavedState.Copy(change.Save, changeCopy.Load);
        foreach (var value in values[333..])
        {
            spikeCopy.Observe(value).ShouldBe(spike.Observe(value));
            changeCopy.Observe(value).ShouldBe(change.Observe(value));
        }
    }

    private static double Season(int i) => 5 * Math.Sin((2 * Math.PI * i / 24) + 1);
}
