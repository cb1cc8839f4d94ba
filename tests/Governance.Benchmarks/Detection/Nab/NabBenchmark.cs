using System.Globalization;

namespace Governance.Benchmarks.Detection.Nab;

/// <summary>
/// A detector over every stream of a folder in the format of the Numenta Anomaly Benchmark: streaming, no look-ahead,
/// one set of settings. Writes one result file per stream; where there are labels, says what the scores are worth.
/// </summary>
internal static class NabBenchmark
{
    private const double Perfect = 100;

    public static async Task<IReadOnlyList<Case>> RunAsync(BenchmarkOptions options, CancellationToken ct)
    {
        var files = NabFile.ReadAll(options.Data ?? DevelopmentHalf());
        var detector = options.Detector ?? NabDetectors.Default;
        if (!NabDetectors.Names.Contains(detector))
            throw new ArgumentException($"Detectors are {string.Join(", ", NabDetectors.Names)}; not {detector}.");
        if (NabCheck.Wrong(files) is { Count: > 0 } wrong)
            throw new InvalidOperationException("The scorer is wrong: " + string.Join("; ", wrong));
        var all = files.Select(file => (File: file, Scores: NabDetectors.Scores(detector, file))).ToList();
        if (options.Results is { } folder)
        {
            foreach (var (file, scores) in all)
                await WriteAsync(folder, file, scores, ct);
        }

        return all.Any(entry => entry.File.Counted.Any()) ? Cases(all) : [Rows(all)];
    }

    private static List<Case> Cases(IReadOnlyList<(NabFile File, IReadOnlyList<double> Scores)> all)
    {
        var standard = NabScorer.Score(all, NabProfile.Standard);
        var low = NabScorer.Score(all, NabProfile.LowFalsePositives);
        var shipped = NabScorer.Score(all, NabProfile.Standard, NabDetectors.ShippedThreshold);
        Print("best for standard", standard);
        Print("best for low FP", low);
        Print("as shipped", shipped);
        foreach (var entry in all)
        {
            var own = NabScorer.Score([entry], NabProfile.Standard, NabDetectors.ShippedThreshold);
            Console.WriteLine($"  {entry.File.Name,-56}{own.Hits} of {own.Windows}, {own.FalseRows} false rows");
        }

        return
        [
            new("score, standard", standard.Score, Perfect, 0.70, "of 100", Better.Higher),
            new("score, low FP", low.Score, Perfect, 0.62, "of 100", Better.Higher),
            new("score at the shipped threshold", shipped.Score, Perfect, 0.55, "of 100", Better.Higher),
            new("false rows in 10,000, at the best", standard.FalsePerTenThousand, 1, 5, "rows", Better.Lower),
            new("false rows in 10,000, as shipped", shipped.FalsePerTenThousand, 1, 5, "rows", Better.Lower),
        ];
    }

    private static Case Rows(IReadOnlyList<(NabFile File, IReadOnlyList<double> Scores)> all)
    {
        var rows = all.Sum(entry => entry.Scores.Skip(entry.File.Probation).Count());
        var alarms = all.Sum(entry =>
            entry.Scores.Skip(entry.File.Probation).Count(score => score >= NabDetectors.ShippedThreshold));
        return new Case("alarms in 10,000 rows, as shipped", 1e4 * alarms / rows, 1, 5, "rows", Better.Lower);
    }

    private static void Print(string name, NabResult result) => Console.WriteLine(
        $"{name}: {result.Score:F2}, {result.Hits} of {result.Windows} windows, {result.FalseRows} false rows "
        + $"({result.FalsePerTenThousand:F2} in 10,000), threshold {result.Threshold:F4}");

    private static async Task WriteAsync(
        string folder, NabFile file, IReadOnlyList<double> scores, CancellationToken ct)
    {
        var path = Path.Combine(folder, file.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllLinesAsync(
            path,
            [
                "timestamp,value,anomaly_score",
                .. scores.Select((score, i) => string.Create(
                    CultureInfo.InvariantCulture, $"{file.Stamps[i]},{file.Values[i]:R},{score:R}")),
            ],
            ct);
    }

    private static string DevelopmentHalf() => Path.Combine(
        Environment.GetEnvironmentVariable("GOVERNANCE_SHARED") ?? Path.Combine("..", "shared"), "data", "nab-dev");
}
