using Governance.Detection;
using Governance.Detection.TwoSample;

namespace Governance.Tests.Detection;

public sealed class ShapeEvidenceTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_distance_is_that_of_Kolmogorov_and_Smirnov_ties_included()
    {
        var dice = new Random(3);
        for (var round = 0; round < 20; round++)
        {
            var (x, y) = (Values(dice, 5 + (round * 7), 6), Values(dice, 40, 8));
            var known = KolmogorovSmirnov.Compare(
                [.. x.Select(value => (double)value)], [.. y.Select(value => (double)value)]);
            ShapeEvidence.Distance(x, y).ShouldBe(known.Statistic, 1e-12);
        }
    }

    [Fact]
    public void Each_alternative_is_an_e_value_at_the_edge_of_what_does_not_matter()
    {
        const int rounds = 4000;
        var dice = new Random(5);
        var reference = Enumerable.Range(0, 20_000).Select(i => i / 20_000f).ToArray();
        var sums = new double[ShapeEvidence.Against(1, 0, 1).LogE.Length];
        for (var round = 0; round < rounds; round++)
        {
            // A tenth of the mass moved to one end: a distance of 0.1 from the reference, the margin itself.
            var values = Enumerable.Range(0, 256).Select(_ => (float)Math.Max(0, (dice.NextDouble() * 1.1) - 0.1))
                .Select(value => value / 1f).ToArray();
            var evidence = ShapeEvidence.Against(values.Length, ShapeEvidence.Distance(reference, values), 0.1);
            for (var i = 0; i < sums.Length; i++)
                sums[i] += Math.Exp(evidence.LogE[i]);
        }

        output.WriteLine(string.Join(' ', sums.Select(sum => $"{sum / rounds:F3}")));
        sums.ShouldAllBe(sum => sum / rounds <= 1);
    }

    [Fact]
    public void A_watch_over_a_shape_keeps_its_false_alarms_apart_and_finds_another_shape_with_the_same_median()
    {
        const int seed = 7;
        var dice = new Random(seed);
        var watch = new PastWatch(Measure.Shape(0.1), new WatchOptions { FalseAlarmEvery = 1_000 });
        var alarms = 0;
        for (var step = 0; step < 3_000; step++)
            alarms += Step(watch, dice, step, wide: false) is Outcome.Raised ? 1 : 0;
        output.WriteLine($"seed {seed}: {alarms} false alarms in 3,000 steps");
        alarms.ShouldBeLessThanOrEqualTo(3);
        var delay = 1;
        while (Step(watch, dice, 3_000 + delay, wide: true) is not Outcome.Raised)
            (++delay).ShouldBeLessThan(10);
    }

    [Fact]
    public void A_candidate_of_another_shape_than_the_stable_version_is_found_and_one_of_the_same_is_not()
    {
        var dice = new Random(11);
        foreach (var wide in new[] { false, true })
        {
            var watch = new ArmWatch(Measure.Shape(0.1), new WatchOptions { FalseAlarmEvery = 10_000 });
            var found = false;
            for (var step = 0; step < 50; step++)
            {
                found |= watch.Step(
                    Draw(dice, 256, wide), Draw(dice, 512, false), s_start.AddMinutes(step),
                    s_start.AddMinutes(step + 1), null).Outcome is Outcome.Raised;
            }

            found.ShouldBe(wide);
        }
    }

    private static Outcome Step(PastWatch watch, Random dice, int step, bool wide) =>
        watch.Step(Draw(dice, 256, wide), s_start.AddMinutes(step), s_start.AddMinutes(step + 1)).Outcome;

    private static float[] Draw(Random dice, int n, bool wide) =>
        [.. Enumerable.Range(0, n).Select(_ => (float)((dice.NextDouble() - 0.5) * (wide ? 6 : 1)))];

    private static float[] Values(Random dice, int n, int distinct) =>
        [.. Enumerable.Range(0, n).Select(_ => (float)dice.Next(distinct))];
}
