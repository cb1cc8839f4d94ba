using Governance.EventSourcing;

namespace Governance.Benchmarks.Store;

/// <summary>The log read forward by one reader.</summary>
internal static class ReadCases
{
    private const int Page = 5_000;
    private const int Events = 200_000;

    public static async Task<IReadOnlyList<Case>> RunAsync(StoreFloor floor, CancellationToken ct)
    {
        for (var written = 0; written < Events; written += 1_000)
        {
            await floor.Store.AppendAsync(
                new AppendRequest(
                    [
                        new StreamAppend(
                            $"read-{written / 1_000 % 64}",
                            ExpectedVersion.Any,
                            [.. Enumerable.Range(written, 1_000).Select(floor.Event)]),
                    ],
                    new AppendMetadata("benchmark")),
                ct);
        }

        return [floor.OfA("read the whole log, 1 reader", await ReadAllAsync(floor, ct), 2)];
    }

    private static async Task<double> ReadAllAsync(StoreFloor floor, CancellationToken ct)
    {
        var clock = TimeProvider.System;
        var (started, events, position) = (clock.GetTimestamp(), 0L, 0L);
        while (clock.GetElapsedTime(started) < floor.Options.Length)
        {
            var page = await floor.Store.ReadPageAsync(position, Page, null, withoutBehaviour: false, ct);
            events += page.Events.Count;
            position = page.Events.Count < Page ? 0 : page.Through;
        }

        return events / clock.GetElapsedTime(started).TotalSeconds;
    }
}
