using Governance.Detection;
using Governance.Detection.Forecasting;
using Governance.Detection.RootCause;
using Governance.Detection.Seasonality;
using Governance.Detection.SrCnn;

namespace Governance.Tests.Detection;

/// <summary>Spectral residual, seasons, forecasts and root causes.</summary>
public sealed class SeriesTests
{
    [Fact]
    public void A_spike_stands_out_of_the_spectrum_of_a_stream()
    {
        var dice = new Random(131);
        var points = Enumerable.Range(0, 300).Select(i => 10 + dice.Normal() + (i == 200 ? 15 : 0))
            .DetectAnomalyBySrCnn().ToList();
        points.Take(63).ShouldAllBe(point => double.IsNaN(point.Score));
        points[200].Alert.ShouldBeTrue();
        points.Skip(63).Take(137).Count(point => point.Alert).ShouldBeLessThan(5);
    }

    [Fact]
    public void A_constant_stream_has_no_saliency() => Enumerable.Repeat(1e6 / 3, 200).DetectAnomalyBySrCnn()
        .ShouldAllBe(point => !point.Alert);

    [Theory]
    [InlineData(DeseasonalityMode.Stl)]
    [InlineData(DeseasonalityMode.Mean)]
    [InlineData(DeseasonalityMode.Median)]
    public void In_a_whole_series_the_odd_value_lies_outside_the_bounds_and_the_others_within(DeseasonalityMode mode)
    {
        var dice = new Random(132);
        double[] values = [.. Enumerable.Range(0, 480).Select(i => Season(i) + (0.2 * dice.Normal()))];
        values[300] = Season(300) + 4;
        var points = ((ReadOnlySpan<double>)values).DetectEntireAnomalyBySrCnn(
            0.2, 480, 99.9, SrCnnDetectMode.AnomalyAndMargin, 24, mode);
        points[300].IsAnomaly.ShouldBeTrue();
        points[300].Expected.ShouldBe(Season(300), 0.8);
        points.Count(point => point.IsAnomaly).ShouldBeLessThanOrEqualTo(3);
        points.Where((point, i) => values[i] >= point.Lower && values[i] <= point.Upper).Count()
            .ShouldBeGreaterThan(460);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(24)]
    [InlineData(30)]
    public void A_period_is_found_in_noise(int period)
    {
        var dice = new Random(133);
        double[] values =
            [.. Enumerable.Range(0, 20 * period).Select(i => (2 * Math.Sin(2 * Math.PI * i / period)) + dice.Normal())];
        ((ReadOnlySpan<double>)values).DetectSeasonality().ShouldBe(period);
    }

    [Fact]
    public void Noise_and_constants_have_no_period()
    {
        var dice = new Random(134);
        double[] noise = [.. Enumerable.Range(0, 400).Select(_ => dice.Normal())];
        ((ReadOnlySpan<double>)noise).DetectSeasonality(-1, 0.999999).ShouldBe(-1);
        ((ReadOnlySpan<double>)new double[400]).DetectSeasonality().ShouldBe(-1);
    }

    [Fact]
    public void Two_seasons_are_learnt_through_gaps_and_the_residuals_forget_them()
    {
        var dice = new Random(135);
        var forecaster = new SeasonalForecaster(24, 168);
        var inside = 0;
        for (var i = 0; i < 3_000; i++)
        {
            var value = Season(i) + (3 * Math.Sin(2 * Math.PI * i / 168)) + (0.3 * dice.Normal());
            var step = forecaster.Observe(i % 50 is > 10 and < 16 ? double.NaN : value);
            inside += i >= 2_000 && value >= step.Lower && value <= step.Upper ? 1 : 0;
        }

        inside.ShouldBeGreaterThan(960);
    }

    [Fact]
    public void A_saved_forecaster_goes_on_as_if_it_had_not_stopped()
    {
        var (whole, copy) = (new SeasonalForecaster(24), new SeasonalForecaster(24));
        for (var i = 0; i < 100; i++)
            whole.Observe(Season(i));
        SavedState.Copy(whole.Save, copy.Load);
        var (sr, srCopy) = (new SrCnnDetector(), new SrCnnDetector());
        for (var i = 0; i < 100; i++)
            sr.Observe(Season(i));
        SavedState.Copy(sr.Save, srCopy.Load);
        for (var i = 100; i < 150; i++)
        {
            copy.Observe(Season(i)).ShouldBe(whole.Observe(Season(i)));
            srCopy.Observe(Season(i)).ShouldBe(sr.Observe(Season(i)));
        }
    }

    [Fact]
    public void The_slice_that_fell_is_named_down_to_its_last_dimension()
    {
        List<RootCausePoint> points = [];
        foreach (var region in new[] { "eu", "us", "asia" })
        {
            foreach (var model in new[] { "small", "large" })
            {
                foreach (var task in new[] { "chat", "code" })
                {
                    var fell = region == "eu" && model == "large";
                    points.Add(new RootCausePoint(
                        new Dictionary<string, string>
                        {
                            ["region"] = region, ["model"] = model, ["task"] = task,
                        },
                        fell ? 40 : 101,
                        100,
                        fell));
                }
            }
        }

        var cause = points.LocalizeRootCause().ShouldHaveSingleItem();
        cause.Path.OrderBy(step => step.Key).Select(step => step.Value).ShouldBe(["large", "eu"]);
        cause.Direction.ShouldBe(RootCauseDirection.Down);
        cause.Score.ShouldBeGreaterThan(0.6);
    }

    [Fact]
    public void Without_a_slice_that_stands_out_nothing_is_blamed() => new[] { "eu", "us" }
        .Select(region => new RootCausePoint(
            new Dictionary<string, string> { ["region"] = region }, 50, 100, true))
        .ToList().LocalizeRootCause().ShouldBeEmpty();

    private static double Season(int i) => 5 * Math.Sin((2 * Math.PI * i / 24) + 1);
}
