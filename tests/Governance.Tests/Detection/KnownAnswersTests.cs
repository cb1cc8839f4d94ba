using System.Text.Json;
using Governance.Detection;

namespace Governance.Tests.Detection;

public sealed class KnownAnswersTests
{
    [Fact]
    public void The_arms_law_gives_Fishers_exact_test()
    {
        using var vectors = Vectors();
        var compared = 0;
        foreach (var entry in vectors.RootElement.GetProperty("counts").EnumerateArray())
        {
            if (!entry.GetProperty("expected").TryGetProperty("fisher_exact_two_sided_p", out var expected)
                || expected.ValueKind != JsonValueKind.Number)
            {
                continue;
            }

            var reference = Pair(entry.GetProperty("reference"));
            var current = Pair(entry.GetProperty("current"));
            TwoSided(current, reference).ShouldBe(expected.GetDouble(), 1e-7 * expected.GetDouble() + 1e-12);
            compared++;
        }

        compared.ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData(0, 20, 0.05, 0.1391083)] // 1 - 0.05^(1/20)
    [InlineData(1, 10, 0.05, 0.3941633)]
    [InlineData(20, 20, 0.05, 1)]
    public void The_upper_bound_of_a_rate_is_Clopper_and_Pearsons(long hits, long trials, double error, double upper) =>
        BinomialLaw.Upper(hits, trials, error).ShouldBe(upper, 1e-6);

    [Theory]
    [InlineData(1, 10, 0.1, 0.6513215599)] // 1 - 0.9^10
    [InlineData(10, 10, 0.5, 0.0009765625)]
    [InlineData(0, 10, 0.5, 1)]
    public void A_binomial_tail_is_exact(long hits, long trials, double rate, double tail) =>
        BinomialLaw.AtLeast(hits, trials, rate).ShouldBe(tail, 1e-10);

    [Fact]
    public void Every_e_value_has_expectation_one_at_the_limit()
    {
        const double limit = 0.03;
        const int n = 40;
        for (var i = 0; i < Odds.Alternatives.Length; i++)
        {
            var expectation = 0.0;
            for (var k = 0; k <= n; k++)
            {
                var law = BinomialLaw.AtLeast(k, n, limit) - (k == n ? 0 : BinomialLaw.AtLeast(k + 1, n, limit));
                expectation += law * Math.Exp(RateEvidence.Against(n, k, limit).LogE[i]);
            }

            expectation.ShouldBe(1, 1e-9);
        }
    }

    [Fact]
    public void An_arms_e_value_has_expectation_one_at_the_odds_limit()
    {
        const int candidate = 30, stable = 200, total = 12;
        for (var i = 0; i < Odds.Alternatives.Length; i++)
        {
            var expectation = 0.0;
            for (var k = 0; k <= total; k++)
            {
                var here = ArmEvidence.Against((candidate, k), (stable, total - k), 1.5);
                var above = k == total
                    ? 0
                    : ArmEvidence.Against((candidate, k + 1), (stable, total - k - 1), 1.5).PValue;
                expectation += (here.PValue - above) * Math.Exp(here.LogE[i]);
            }

            expectation.ShouldBe(1, 1e-9);
        }
    }

    private static double TwoSided((long Hits, long Misses) x, (long Hits, long Misses) y)
    {
        var n = x.Hits + x.Misses;
        var m = y.Hits + y.Misses;
        var total = x.Hits + y.Hits;
        var least = Math.Max(0, total - m);
        var most = Math.Min(n, total);
        if (least == most)
            return 1;
        double Tail(long k) => k > most ? 0 : ArmEvidence.Against((n, k), (m, total - k), 1).PValue;
        double Law(long k) => Tail(k) - Tail(k + 1);
        var observed = Law(x.Hits);
        var sum = 0.0;
        for (var k = least; k <= most; k++)
            sum += Law(k) <= observed * (1 + 1e-7) ? Law(k) : 0;
        return sum;
    }

    private static (long, long) Pair(JsonElement counts) => (counts[0].GetInt64(), counts[1].GetInt64());

    private static JsonDocument Vectors() =>
        JsonDocument.Parse(File.ReadAllBytes(SharedData.Find("data/reference-vectors/stats.json")));
}
