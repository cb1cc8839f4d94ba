using System.Text.Json;
using Governance.Detection.Multiplicity;
using Governance.Detection.Sequential;
using Governance.Detection.TwoSample;

namespace Governance.Tests.Detection;

public sealed class ReferenceVectorsTests(ITestOutputHelper output)
{
    [Fact]
    public void Two_samples_are_compared_as_the_vectors_say() => All("two_sample", entry =>
    {
        var x = ReferenceVectors.Doubles(entry.GetProperty("x"));
        var y = ReferenceVectors.Doubles(entry.GetProperty("y"));
        var (ks, mw, welch) = (KolmogorovSmirnov.Compare(x, y), MannWhitney.Compare(x, y), Welch.Compare(x, y));
        var psi = PopulationStability.Compare(x, y);
        var (rows, columns) = (Points(x), Points(y));
        return path => path switch
        {
            "ks/statistic" => ks.Statistic,
            "ks/p_exact" => ks.PExact,
            "ks/p_asymptotic" => ks.PEffective,
            "ks/p_kolmogorov_limit" => ks.PLimit,
            "mann_whitney/u1" => mw.U1,
            "mann_whitney/p_asymptotic" => mw.PAsymptotic,
            "mann_whitney/p_exact" => mw.PExact,
            "welch/t" => welch?.T,
            "welch/df" => welch?.DegreesOfFreedom,
            "welch/p" => welch?.PValue,
            "wasserstein1" => SampleDistance.Wasserstein(x, y),
            "energy_distance" => SampleDistance.Energy(x, y),
            "psi/binning" => psi.Binning is Binning.Values ? "values" : "quantiles",
            "psi/edges_or_values" => psi.Edges,
            "psi/counts_x" => psi.Reference.Select(count => (double)count),
            "psi/counts_y" => psi.Current.Select(count => (double)count),
            "psi/value" => psi.Value,
            "psi/null_99" => psi.NullLimit,
            "mmd2_rbf/sigma_1" => KernelDiscrepancy.Squared(rows, columns, 1),
            "mmd2_rbf/median_sigma" => KernelDiscrepancy.MedianWidth(rows, columns),
            "mmd2_rbf/at_median_sigma" =>
                KernelDiscrepancy.Squared(rows, columns, KernelDiscrepancy.MedianWidth(rows, columns)),
            _ => throw ReferenceVectors.Unknown(path),
        };
    });

    [Fact]
    public void Samples_of_points_are_compared_as_the_vectors_say() => All("multivariate_mmd", entry =>
    {
        double[][] x = [.. entry.GetProperty("x").EnumerateArray().Select(ReferenceVectors.Doubles)];
        double[][] y = [.. entry.GetProperty("y").EnumerateArray().Select(ReferenceVectors.Doubles)];
        return path => path switch
        {
            "sigma_1" => KernelDiscrepancy.Squared(x, y, 1),
            "sigma_0.5" => KernelDiscrepancy.Squared(x, y, 0.5),
            "median_sigma" => KernelDiscrepancy.MedianWidth(x, y),
            "at_median_sigma" => KernelDiscrepancy.Squared(x, y, KernelDiscrepancy.MedianWidth(x, y)),
            _ => throw ReferenceVectors.Unknown(path),
        };
    });

    [Fact]
    public void Tables_of_counts_are_compared_as_the_vectors_say() => All("counts", entry =>
    {
        var reference = ReferenceVectors.Longs(entry.GetProperty("reference"));
        var current = ReferenceVectors.Longs(entry.GetProperty("current"));
        var chi = ChiSquare.Compare(reference, current);
        return path => path switch
        {
            "chi2/statistic" => chi.Statistic,
            "chi2/df" => chi.DegreesOfFreedom,
            "chi2/p" => chi.PValue,
            "chi2/min_expected" => chi.SmallestExpected,
            "chi2_yates/statistic" => ChiSquare.CompareYates(reference, current).Statistic,
            "chi2_yates/df" => ChiSquare.CompareYates(reference, current).DegreesOfFreedom,
            "chi2_yates/p" => ChiSquare.CompareYates(reference, current).PValue,
            "fisher_exact_two_sided_p" =>
                FisherExact.TwoSided((reference[0], reference[1]), (current[0], current[1])),
            "js_distance_base2" => ShareDistance.JensenShannon(reference, current),
            "js_distance_base_e" => ShareDistance.JensenShannon(reference, current, Math.E),
            "psi" => PopulationStability.Of(reference, current),
            "total_variation" => ShareDistance.TotalVariation(reference, current),
            "hellinger" => ShareDistance.Hellinger(reference, current),
            _ => throw ReferenceVectors.Unknown(path),
        };
    });

    [Fact]
    public void Proportions_are_compared_as_the_vectors_say() => All("proportions", entry =>
    {
        long Field(string name) => entry.GetProperty(name).GetInt64();
        var result = Proportions.Compare((Field("k1"), Field("n1")), (Field("k2"), Field("n2")));
        return path => path switch
        {
            "z" => result?.Z,
            "p_two_sided" => result?.PTwoSided,
            "p_greater" => result?.PGreater,
            _ => throw ReferenceVectors.Unknown(path),
        };
    });

    [Fact]
    public void Martingales_of_p_values_run_as_the_vectors_say() => All("sequential_p_values", entry =>
    {
        var p = ReferenceVectors.Doubles(entry.GetProperty("p_values"));
        return path => path switch
        {
            "log_power_eps_0.1" => Running(p, value => Bets.LogPower(value, 0.1)),
            "log_power_eps_0.92" => Running(p, value => Bets.LogPower(value, 0.92)),
            "log_mixture" => Running(p, Bets.LogMixture),
            "log_simple_jumper_J_0.01" => p.Select(new SimpleJumper(0.01).Observe),
            "log_cusum_of_mixture" => p.Select(Bets.LogMixture).Select(new CusumEDetector().Observe),
            _ => throw ReferenceVectors.Unknown(path),
        };
    });

    [Fact]
    public void The_mixture_over_rates_runs_as_the_vectors_say()
    {
        foreach (var entry in ReferenceVectors.Section("bernoulli_mixture"))
        {
            var mixture = new RateMixture(
                entry.GetProperty("alpha").GetDouble(), entry.GetProperty("beta").GetDouble());
            ReferenceVectors.Agree(entry.GetProperty("expected_log_e"), "bernoulli", "expected_log_e", _ =>
                ReferenceVectors.Longs(entry.GetProperty("x")).Select(hit =>
                {
                    mixture.Observe(1, hit);
                    return mixture.LogE(entry.GetProperty("p0").GetDouble());
                }));
        }
    }

    [Fact]
    public void Many_tests_at_once_are_adjusted_as_the_vectors_say()
    {
        foreach (var entry in ReferenceVectors.Section("multiple_testing"))
        {
            var p = ReferenceVectors.Doubles(entry.GetProperty("p"));
            foreach (var expected in entry.EnumerateObject().Where(field => field.Name != "p"))
            {
                ReferenceVectors.Agree(expected.Value, "multiple", expected.Name, path => path switch
                {
                    "expected_bh_adjusted" => AdjustedPValues.BenjaminiHochberg(p),
                    "expected_bonferroni" => AdjustedPValues.Bonferroni(p),
                    _ => throw ReferenceVectors.Unknown(path),
                });
            }
        }
    }

    private void All(string section, Func<JsonElement, Func<string, object?>> computed)
    {
        var (entries, numbers) = (0, 0);
        foreach (var entry in ReferenceVectors.Section(section))
        {
            var name = entry.TryGetProperty("name", out var given) ? given.GetString()! : $"{section} {entries}";
            numbers += ReferenceVectors.Agree(entry.GetProperty("expected"), name, "", computed(entry));
            entries++;
        }

        output.WriteLine($"{section}: {entries} entries, {numbers} values agree");
        entries.ShouldBeGreaterThan(0);
    }

    private static IEnumerable<double> Running(double[] p, Func<double, double> log)
    {
        var sum = 0.0;
        return p.Select(value => sum += log(value));
    }

    private static double[][] Points(double[] values) => [.. values.Select(value => new[] { value })];
}
