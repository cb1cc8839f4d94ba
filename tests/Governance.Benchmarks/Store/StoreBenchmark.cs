namespace Governance.Benchmarks.Store;

/// <summary>The log: appends whose callers wait for durability, and what reads it.</summary>
internal static class StoreBenchmark
{
    private static readonly (string Group, Func<StoreFloor, CancellationToken, Task<IReadOnlyList<Case>>> Run)[]
        s_groups =
        [
            ("append", AppendCases.RunAsync),
            ("segment", SegmentCases.RunAsync),
            ("read", ReadCases.RunAsync),
            ("projection", ProjectionCases.RunAsync),
            ("scale", ScaleCases.RunAsync),
        ];

    public static async Task<IReadOnlyList<Case>> RunAsync(BenchmarkOptions options, CancellationToken ct)
    {
        var cases = new List<Case>(); // Bounded by the groups.
        foreach (var (group, run) in s_groups.Where(known => options.Wants(known.Group)))
        {
            await using var floor = await StoreFloor.MeasureAsync(options, ct);
            cases.Add(floor.OfA($"A of {group}: COPY, jsonb, 1 connection", floor.A, 1));
            cases.AddRange(await run(floor, ct));
        }

        return cases;
    }
}
