using System.Globalization;
using System.Text.Json;

namespace Governance.Benchmarks.Detection.Nab;

/// <summary>One stream in the format of the Numenta Anomaly Benchmark, rows in file order, warts and all.</summary>
/// <param name="Name"><c>category/name.csv</c>.</param>
/// <param name="Stamps">Timestamps as they were written.</param>
/// <param name="Times">The same, understood.</param>
/// <param name="Values">The values.</param>
/// <param name="Windows">First and last row of each labelled window, both inclusive, in order.</param>
internal sealed record NabFile(
    string Name,
    IReadOnlyList<string> Stamps,
    IReadOnlyList<DateTimeOffset> Times,
    IReadOnlyList<double> Values,
    IReadOnlyList<(int First, int Last)> Windows)
{
    private const string Labels = "combined_windows.json";

    /// <summary>The first rows are for learning and never count: 15 %, at most 750.</summary>
    public int Probation => Math.Min((int)(0.15 * Values.Count), 750);

    /// <summary>Windows of which at least one row counts.</summary>
    public IEnumerable<(int First, int Last)> Counted => Windows.Where(window => window.Last >= Probation);

    /// <summary>Every CSV file below a folder, labelled when there are labels.</summary>
    public static IReadOnlyList<NabFile> ReadAll(string folder)
    {
        var labels = Path.Combine(folder, Labels);
        using var windows = File.Exists(labels) ? JsonDocument.Parse(File.ReadAllBytes(labels)) : null;
        return
        [
            .. Directory.EnumerateFiles(folder, "*.csv", SearchOption.AllDirectories)
                .Select(file => (file, name: Path.GetRelativePath(folder, file).Replace('\\', '/')))
                .OrderBy(entry => entry.name, StringComparer.Ordinal)
                .Select(entry => Read(entry.file, entry.name, windows?.RootElement)),
        ];
    }

    private static NabFile Read(string file, string name, JsonElement? labels)
    {
        List<string> stamps = [];
        List<DateTimeOffset> times = [];
        List<double> values = [];
        foreach (var line in File.ReadLines(file).Skip(1).Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            var cells = line.TrimEnd('\r').Split(',');
            stamps.Add(cells[0]);
            times.Add(Time(cells[0]));
            values.Add(double.Parse(cells[1], CultureInfo.InvariantCulture));
        }

        var windows = new List<(int First, int Last)>();
        if (labels is { } all && all.TryGetProperty(name, out var own))
        {
            windows.AddRange(own.EnumerateArray().Select(window =>
                (times.IndexOf(Time(window[0].GetString()!)), times.LastIndexOf(Time(window[1].GetString()!)))));
        }

        windows.Sort();
        return new NabFile(name, stamps, times, values, windows);
    }

    private static DateTimeOffset Time(string stamp) =>
        DateTimeOffset.Parse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
