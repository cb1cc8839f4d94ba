using Governance.Detection.TwoSample;

namespace Governance.Tests.Detection;

public sealed class TwoSampleTests(ITestOutputHelper output)
{
    [Fact]
    public void The_Cramer_von_Mises_test_errs_as_often_as_its_level_says_and_sees_a_shift()
    {
        var dice = new Random(141);
        var runs = Streams.Runs(2_000);
        var small = Enumerable.Range(0, runs)
            .Count(_ => CramerVonMises.PValue(Normals(dice, 20, 0), Normals(dice, 15, 0), 39, dice) <= 0.1);
        output.WriteLine($"seed 141: {small} of {runs} at p ≤ 0.1 without a difference");
        ((double)small / runs).ShouldBeLessThanOrEqualTo(0.1 + (3 * Math.Sqrt(0.09 / runs)));
        CramerVonMises.PValue(Normals(dice, 40, 0), Normals(dice, 40, 1.5), 199, dice).ShouldBeLessThan(0.02);
        CramerVonMises.Statistic([1, 2, 3], [1, 2, 3]).ShouldBe(0);
    }

    [Fact]
    public void The_stability_index_exceeds_its_null_limit_about_once_in_a_hundred()
    {
        var dice = new Random(142);
        var runs = Streams.Runs(4_000);
        var beyond = Enumerable.Range(0, runs).Count(_ =>
        {
            var result = PopulationStability.Compare(Normals(dice, 500, 0), Normals(dice, 500, 0));
            return result.Value > result.NullLimit;
        });
        output.WriteLine($"seed 142: {beyond} of {runs} beyond the limit");
        ((double)beyond / runs).ShouldBeLessThan(0.04);
    }

    [Fact]
    public void A_sample_that_is_empty_or_not_a_number_is_refused()
    {
        Should.Throw<ArgumentException>(() => KolmogorovSmirnov.Compare([], [1]));
        Should.Throw<ArgumentException>(() => MannWhitney.Compare([1], [double.NaN]));
        Should.Throw<ArgumentException>(() => ShareDistance.JensenShannon([0, 0], [1, 2]));
        Should.Throw<ArgumentException>(() => ShareDistance.Hellinger([1], [1, 2]));
    }

    [Fact]
    public void Beyond_the_exact_law_the_others_answer()
    {
        var dice = new Random(143);
        var result = KolmogorovSmirnov.Compare(Normals(dice, 3_000, 0), Normals(dice, 2_000, 0.02));
        result.PExact.ShouldBeNull();
        result.PEffective.ShouldBeNull();
        result.PValue.ShouldBe(result.PLimit);
        MannWhitney.Compare(Normals(dice, 2_000, 0), Normals(dice, 30, 0)).PExact.ShouldBeNull();
    }

    private static double[] Normals(Random dice, int n, double shift) =>
        [.. Enumerable.Range(0, n).Select(_ => dice.Normal() + shift)];
}
