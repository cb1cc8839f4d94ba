using System.Globalization;

namespace Governance.Benchmarks;

/// <summary>Something measured against a floor of the same run. Informs, and never fails a build.</summary>
internal sealed record Benchmark(
    string Name,
    string Summary,
    Func<BenchmarkOptions, CancellationToken, Task<IReadOnlyList<Case>>> RunAsync);

/// <summary>What the command line asked for; no name lists the benchmarks.</summary>
/// <param name="Only">Runs only the groups of cases whose name contains this.</param>
/// <param name="Events">Events in the log of the cases that ask what size does to speed.</param>
/// <param name="Days">Days that the simulated fleet is quiet.</param>
/// <param name="Seeds">Repetitions of the simulated fleet.</param>
/// <param name="Data">Folder of streams to read, of the benchmarks that read any.</param>
/// <param name="Results">Folder that result files are written to; none are written without it.</param>
/// <param name="Detector">Name of the detector to run; the default one without it.</param>
internal sealed record BenchmarkOptions(
    string? Name,
    TimeSpan Length,
    string? JsonFile,
    string? Only = null,
    int Events = 1_000_000,
    int Days = 30,
    int Seeds = 3,
    string? Data = null,
    string? Results = null,
    string? Detector = null)
{
    private static readonly TimeSpan s_defaultLength = TimeSpan.FromSeconds(5);

    /// <summary>Whether a group of cases was asked for.</summary>
    public bool Wants(string group) => Only is null || group.Contains(Only, StringComparison.Ordinal);

    /// <summary>Null when the arguments cannot be understood.</summary>
    public static BenchmarkOptions? Parse(string[] args)
    {
        var options = new BenchmarkOptions(null, s_defaultLength, null);
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            if (args[i] == "--seconds"
                && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                && seconds > 0)
                options = options with { Length = TimeSpan.FromSeconds(seconds) };
            else if (args[i] == "--events" && int.TryParse(value, CultureInfo.InvariantCulture, out var events)
                && events > 0)
                options = options with { Events = events };
            else if (args[i] == "--days" && int.TryParse(value, CultureInfo.InvariantCulture, out var days) && days > 0)
                options = options with { Days = days };
            else if (args[i] == "--seeds" && int.TryParse(value, CultureInfo.InvariantCulture, out var seeds)
                && seeds > 0)
                options = options with { Seeds = seeds };
            else if (args[i] == "--only" && value is not null)
                options = options with { Only = value };
            else if (args[i] == "--data" && value is not null)
                options = options with { Data = value };
            else if (args[i] == "--results" && value is not null)
                options = options with { Results = value };
            else if (args[i] == "--detector" && value is not null)
                options = options with { Detector = value };
            else if (args[i] == "--json" && value is not null)
                options = options with { JsonFile = value };
            else if (i == 0 && !args[i].StartsWith('-'))
                options = options with { Name = args[i] };
            else
                return null;
            i += args[i].StartsWith('-') ? 1 : 0;
        }

        return options;
    }
}
