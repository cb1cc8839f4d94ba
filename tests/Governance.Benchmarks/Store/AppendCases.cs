using Governance.EventSourcing;

namespace Governance.Benchmarks.Store;

/// <summary>Appends with the expected version checked, each caller waiting until its own is durable.</summary>
internal static class AppendCases
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyList<Case>> RunAsync(StoreFloor floor, CancellationToken ct)
    {
        await AppendAsync("warm", 64, 1, s_warmUp);
        await AppendAsync("warm-batches", 16, 100, s_warmUp);

        var alone = await AppendAsync("alone", 1, 1, floor.Options.Length);
        var many = await AppendAsync("many", 64, 1, floor.Options.Length);
        var most = await AppendAsync("most", 512, 1, floor.Options.Length);
        var batches = await AppendAsync("batches", 16, 100, floor.Options.Length);
        var hot = await HotAsync(floor, ct);
        return
        [
            ToInsert("1 caller x 1 event, p50, to a prepared INSERT", alone.P50, floor.Insert.P50),
            ToInsert("1 caller x 1 event, p99, to a prepared INSERT", alone.P99, floor.Insert.P99),
            floor.OfA("64 callers x 1 event", many.PerSecond, 0.45),
            floor.Time("64 callers x 1 event, p99", many.P99, 5),
            floor.OfA("512 callers x 1 event", most.PerSecond, 0.8),
            floor.Time("512 callers x 1 event, p99", most.P99, 15),
            floor.OfA("16 callers x 100 events", batches.PerSecond * 100, 1),
            floor.Rate("1 hot stream, 16 callers that try again", hot.PerSecond, 5_000),
        ];

        Task<ClosedLoop> AppendAsync(string name, int callers, int events, TimeSpan length) =>
            AppendCases.AppendAsync(floor, name, callers, events, length, ct);
    }

    /// <summary>Callers that each append to a stream of their own, at the version they know it has.</summary>
    public static Task<ClosedLoop> AppendAsync(
        StoreFloor floor, string name, int callers, int events, TimeSpan length, CancellationToken ct) =>
        ClosedLoop.RunAsync(
            callers,
            length,
            (caller, turn) => floor.Store.AppendAsync(
                Request(floor, $"{name}-{caller}", (long)turn * events, events, caller + (turn * callers)), ct));

    private static Case ToInsert(string name, double measured, double insert) =>
        new(name, measured, insert, 1, "ms", Better.Lower);

    /// <summary>One stream that all write, each reading its version again after a conflict.</summary>
    private static Task<ClosedLoop> HotAsync(StoreFloor floor, CancellationToken ct)
    {
        var version = 0L;
        return ClosedLoop.RunAsync(16, floor.Options.Length, async (caller, turn) =>
        {
            while (true)
            {
                var expected = Volatile.Read(ref version);
                try
                {
                    await floor.Store.AppendAsync(Request(floor, "hot", expected, 1, caller + (turn * 16)), ct);
                    InterlockedMax(ref version, expected + 1);
                    return;
                }
                catch (StreamConflictException conflict)
                {
                    InterlockedMax(ref version, conflict.Actual ?? expected);
                }
            }
        });
    }

    private static void InterlockedMax(ref long place, long value)
    {
        for (var seen = Volatile.Read(ref place); seen < value;)
        {
            var found = Interlocked.CompareExchange(ref place, value, seen);
            if (found == seen)
                return;
            seen = found;
        }
    }

    private static AppendRequest Request(StoreFloor floor, string stream, long version, int events, int number) => new(
        [new StreamAppend(stream, version, [.. Enumerable.Range(number, events).Select(floor.Event)])],
        new AppendMetadata("benchmark"));
}
