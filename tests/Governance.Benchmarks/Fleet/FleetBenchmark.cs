using System.Globalization;

namespace Governance.Benchmarks.Fleet;

/// <summary>
/// What the detectors are worth to whoever is on call: false incidents a week over a whole fleet, and how soon a real
/// change is found, beside detectors of others that may alarm as often. Window counts are simulated, not calls, so that
/// a month of a fleet takes minutes.
/// </summary>
internal static class FleetBenchmark
{
    private const double DaysPerWeek = 7;

    internal static async Task<IReadOnlyList<Case>> RunAsync(BenchmarkOptions options, CancellationToken ct)
    {
        var cases = new List<Case>();
        var settings = Opponents.All.ToDictionary(one => one.Name, one => one.Settings.Count / 2);
        if (options.Wants("quiet"))
            cases.AddRange(Quiet(options, settings));
        if (options.Wants("changes"))
            cases.AddRange(Changes(options, settings, ct));
        if (options.Wants("blame"))
            cases.AddRange(NotToBlame.Run(options.Seeds));
        if (options.Wants("latency"))
            cases.AddRange(await SignalLatency.RunAsync(ct));
        return cases;
    }

    private static List<Case> Quiet(BenchmarkOptions options, Dictionary<string, int> settings)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var runs = Enumerable.Range(1, options.Seeds)
            .Select(seed => QuietMonth.Run(options.Days, seed, withOpponents: seed == 1)).ToList();
        var weeks = options.Days * options.Seeds / DaysPerWeek;
        foreach (var (stream, at, detector) in runs.SelectMany(run => run.False))
            Console.WriteLine($"false: {stream} at {at:u} by {detector}");
        foreach (var opponent in Opponents.All)
        {
            var counts = runs[0].Opponents[opponent.Name];
            var share = SimulatedFleet.Budget * options.Days / DaysPerWeek / QuietMonth.OpponentsEvery;
            var kept = Array.FindIndex(counts, count => count <= share);
            settings[opponent.Name] = kept < 0 ? counts.Length - 1 : kept;
            var perWeek = counts.Select(count => count * QuietMonth.OpponentsEvery * DaysPerWeek / options.Days)
                .Select(count => count.ToString("0.#", CultureInfo.InvariantCulture));
            var listed = string.Join(' ', perWeek);
            Console.WriteLine($"{opponent.Name}: false a week at its settings, sharp to dull: {listed}");
        }

        var windows = runs.Sum(run => run.Windows);
        return
        [
            new("fleet quiet: false incidents a week", runs.Sum(run => run.False.Count) / weeks,
                SimulatedFleet.Budget, 1, "a week", Better.Lower),
            new("fleet quiet: windows with values", windows / clock.Elapsed.TotalSeconds,
                SimulatedFleet.Deployments * SimulatedSignal.All.Count / 60.0, 100, "windows/s", Better.Higher),
        ];
    }

    private static List<Case> Changes(
        BenchmarkOptions options, Dictionary<string, int> settings, CancellationToken ct)
    {
        var all = new List<(string Name, long? Observations)>();
        foreach (var change in FleetChange.All)
        {
            foreach (var size in change.Sizes)
            {
                var runs = (
                    from seed in Enumerable.Range(1, options.Seeds)
                    from level in Enumerable.Range(0, SimulatedFleet.Deployments / ChangedWeek.EveryDeployment)
                    select (seed, deployment: (level * ChangedWeek.EveryDeployment) + 2)).ToList();
                var found = runs.AsParallel().WithDegreeOfParallelism(2).WithCancellation(ct)
                    .SelectMany(run => ChangedWeek.Run(change, size, run.deployment, run.seed, settings)).ToList();
                Console.WriteLine(Line($"{change.Kind} {size.ToString(CultureInfo.InvariantCulture)}", found));
                all.AddRange(found);
            }
        }

        Console.WriteLine(Line("all changes", all));
        var best = Opponents.All.Max(one => Share(all, one.Name));
        var soonest = Opponents.All.Min(one => Median(all, one.Name));
        return
        [
            new("fleet changes: share detected, floor the best opponent", Share(all, "ours"), best, 1, "share",
                Better.Higher),
            new("fleet changes: median observations, floor the soonest", Median(all, "ours"), soonest, 1,
                "observations", Better.Lower),
        ];
    }

    private static string Line(string what, List<(string Name, long? Observations)> found) => what.PadRight(24)
        + string.Join("  ", found.Select(one => one.Name).Distinct().Select(name => string.Create(
            CultureInfo.InvariantCulture,
            $"{name} {Share(found, name) * 100,3:0} % {Median(found, name),8:#,0}")));

    private static double Share(List<(string Name, long? Observations)> found, string name) =>
        found.Where(one => one.Name == name).Average(one => one.Observations is null ? 0.0 : 1);

    /// <summary>Over everything that changed: what was not found is later than all that was.</summary>
    private static double Median(List<(string Name, long? Observations)> found, string name)
    {
        var sorted = found.Where(one => one.Name == name).Select(one => one.Observations ?? double.PositiveInfinity)
            .Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
