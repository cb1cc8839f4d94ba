namespace Governance.Benchmarks.Store;

/// <summary>What a large log does to speed: the same three things before and after it has grown.</summary>
internal static class ScaleCases
{
    private const int Small = 200_000;
    private const int Callers = 64;

    public static async Task<IReadOnlyList<Case>> RunAsync(StoreFloor floor, CancellationToken ct)
    {
        await ReadCases.FillAsync(floor, Small, 200, ct);
        var before = await MeasureAsync(floor, "before", ct);
        await ReadCases.FillAsync(floor, floor.Options.Events - Small, 20_000, ct);
        var after = await MeasureAsync(floor, "after", ct);
        var size = $"{floor.Options.Events:N0} events against {Small:N0}";
        return
        [
            new Case($"appends, {size}", after.Appends, before.Appends, 0.8, "events/s", Better.Higher),
            new Case($"tail read, {size}", after.Tail, before.Tail, 0.8, "events/s", Better.Higher),
            new Case($"stream fold, {size}", after.Fold, before.Fold, 1.2, "ms", Better.Lower),
        ];
    }

    private static async Task<Speeds> MeasureAsync(StoreFloor floor, string name, CancellationToken ct)
    {
        await AppendCases.AppendAsync(floor, $"{name}-warm", Callers, 1, floor.Options.Length, ct);
        var appends = await AppendCases.AppendAsync(floor, name, Callers, 1, floor.Options.Length, ct);
        var tail = await TailAsync(floor, ct);
        var fold = await ReadCases.FoldAsync(floor, ct);
        return new Speeds(appends.PerSecond, tail, fold.P50);
    }

    /// <summary>The last hundred thousand read from the rows, again and again.</summary>
    private static async Task<double> TailAsync(StoreFloor floor, CancellationToken ct)
    {
        const int tail = 100_000;
        const int page = 5_000;
        var head = (await floor.Store.HeadAsync(ct)).Position;
        var clock = TimeProvider.System;
        var (started, events, position) = (clock.GetTimestamp(), 0L, head - tail);
        while (clock.GetElapsedTime(started) < floor.Options.Length)
        {
            var read = await floor.Store.ReadPageAsync(position, page, null, withoutBehaviour: false, ct);
            events += read.Events.Count;
            position = read.Through > head - (3 * page) ? head - tail : read.Through;
        }

        return events / clock.GetElapsedTime(started).TotalSeconds;
    }

    private sealed record Speeds(double Appends, double Tail, double Fold);
}
