using Governance.Detection;
using Governance.Detection.TwoSample;

namespace Governance.Tests.Detection;

/// <summary>Differences of rates, quantiles and means, as a whole and within strata.</summary>
public sealed class MeasureDifferenceTests
{
    private static readonly Measure s_rate = Measure.Rate(Sides.Both);
    private static readonly Measure s_median = Measure.Quantile(0.5, 0, 0, Sides.Both);
    private static readonly Measure s_mean = Measure.Mean(0.03, Sides.Both);

    [Fact]
    public void A_rate_is_tested_as_the_table_of_its_hits()
    {
        var few = MeasureDifference.Compare(s_rate, Rate(40, 2), Rate(40, 11));
        few.PValue!.Value.ShouldBe(FisherExact.TwoSided((2, 38), (11, 29)), 1e-12);
        var many = MeasureDifference.Compare(s_rate, Rate(1000, 80), Rate(1000, 120));
        many.PValue!.Value.ShouldBe(Proportions.Compare((80, 1000), (120, 1000))!.PTwoSided, 1e-12);
        many.Value.ShouldBe(0.04, 1e-12);
        many.Low!.Value.ShouldBeInRange(0.01, 0.02);
        many.High!.Value.ShouldBeInRange(0.06, 0.07);
    }

    [Fact]
    public void A_mean_is_tested_as_welch_does_also_when_values_were_thinned()
    {
        double[] left = [.. Values(1, 100).Select(x => (double)(float)(x * 0.5))];
        double[] right = [.. Values(2, 80).Select(x => (double)(float)(x * 0.5 + 0.1))];
        MeasureDifference.Compare(s_mean, Of(s_mean, left, 8), Of(s_mean, right, 8)).PValue!.Value
            .ShouldBe(Welch.Compare(left, right)!.PValue, 1e-6);
    }

    [Fact]
    public void Too_few_observations_and_values_that_are_all_alike_are_shown_and_not_tested()
    {
        MeasureDifference.Compare(s_rate, Rate(19, 1), Rate(400, 90)).PValue.ShouldBeNull();
        MeasureDifference.Compare(s_rate, Rate(400, 0), Rate(400, 0)).PValue.ShouldBeNull();
        var alike = Of(s_median, [.. Enumerable.Repeat(7.0, 50)], 64);
        var constant = MeasureDifference.Compare(s_median, alike, alike);
        (constant.Value, constant.PValue).ShouldBe((0, null));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Without_a_difference_an_interval_holds_zero_and_a_p_value_is_small_no_more_often_than_it_says(int seed)
    {
        const int Trials = 400;
        var (covered, small) = (0, 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var dice = new Random((seed * 1000) + trial);
            var one = MeasureDifference.Compare(
                s_median,
                Of(s_median, [.. Values(dice.Next(), 120)], 256),
                Of(s_median, [.. Values(dice.Next(), 90)], 256));
            covered += one.Low <= 0 && one.High >= 0 ? 1 : 0;
            small += one.PValue <= 0.05 ? 1 : 0;
        }

        // Three standard errors of 400 trials are 3.3 %.
        ((double)covered / Trials).ShouldBeGreaterThan(0.917, $"seed {seed}");
        ((double)small / Trials).ShouldBeLessThan(0.083, $"seed {seed}");
    }

    [Fact]
    public void Another_mix_of_strata_makes_no_matched_difference()
    {
        // Within each stratum nothing differs: 10 % and 50 %. On the right the second is four times as frequent.
        (Sample Left, Sample Right)[] strata = [(Rate(800, 80), Rate(400, 40)), (Rate(200, 100), Rate(800, 400))];
        var whole = MeasureDifference.Compare(s_rate, Rate(1000, 180), Rate(1200, 440));
        whole.PValue!.Value.ShouldBeLessThan(1e-10);
        var matched = MeasureDifference.Matched(s_rate, strata)!;
        matched.Value.ShouldBe(0, 1e-12);
        (matched.Low < 0 && matched.High > 0).ShouldBeTrue();
        matched.PValue.ShouldBe(1, 1e-9);
        (matched.Strata, matched.Share).ShouldBe((2, 1.0));
        MeasureDifference.Matched(s_rate, [strata[0], (Rate(9, 4), Rate(500, 250))]).ShouldBeNull();
    }

    [Fact]
    public void The_distance_moved_by_chance_is_what_simulation_gives()
    {
        const int Trials = 300;
        var (moved, byChance) = (0.0, 0.0);
        for (var trial = 0; trial < Trials; trial++)
        {
            double[] x = [.. Values(2 * trial, 60)];
            double[] y = [.. Values((2 * trial) + 1, 90)];
            moved += SampleDistance.Wasserstein(x, y);
            byChance += SampleDistance.WassersteinByChance(x, y);
        }

        (byChance / moved).ShouldBeInRange(0.93, 1.07);
    }

    private static IEnumerable<double> Values(int seed, int count)
    {
        var dice = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => dice.NextDouble());
    }

    private static Sample Rate(long n, long hits)
    {
        var sample = new Sample(s_rate, 1);
        sample.AddRate(n, hits, default, default);
        return sample;
    }

    private static Sample Of(Measure measure, double[] values, int capacity)
    {
        var sample = new Sample(measure, capacity);
        foreach (var value in values)
            sample.Add([(float)value], default, default);
        return sample;
    }
}
