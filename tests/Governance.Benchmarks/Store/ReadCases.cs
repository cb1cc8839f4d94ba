using System.Text.Json;
using Governance.Domain.Intake;
using Governance.EventSourcing;
using Governance.Server.Intake.Segments;

namespace Governance.Benchmarks.Store;

/// <summary>The log read forward by one reader, and one stream of a thousand loaded and folded.</summary>
internal static class ReadCases
{
    private const int Page = 5_000;
    private const int Events = 200_000;
    private const int Streams = 200;
    private const int Interleaved = 1_000;

    public static async Task<IReadOnlyList<Case>> RunAsync(StoreFloor floor, CancellationToken ct)
    {
        await FillAsync(floor, Events, Streams, ct);
        var fold = await FoldAsync(floor, ct);
        return
        [
            floor.Rate("read and parsed, 1 reader", await ReadAllAsync(floor, parsed: true, ct), 150_000),
            floor.OfA("read, not parsed, 1 reader", await ReadAllAsync(floor, parsed: false, ct), 2),
            floor.Time("stream of 1,000 loaded and folded, p50", fold.P50, 6),
        ];
    }

    /// <summary>Appends events one each to many streams in turn, so that a stream's rows lie far apart.</summary>
    public static async Task FillAsync(StoreFloor floor, int events, int streams, CancellationToken ct)
    {
        var batches = Enumerable.Range(0, events / Interleaved);
        await Parallel.ForEachAsync(
            batches,
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct },
            async (batch, stop) => await floor.Store.AppendAsync(Interleave(floor, batch, streams), stop));
    }

    /// <summary>Reads a stream of a thousand and folds it.</summary>
    public static Task<ClosedLoop> FoldAsync(StoreFloor floor, CancellationToken ct) => ClosedLoop.RunAsync(
        1,
        floor.Options.Length,
        async (_, turn) =>
        {
            var events = await floor.Store.FetchStreamAsync($"fill-{turn % Streams}", asOfVersion: Interleaved, ct: ct);
            var tokens = events.Sum(one => Parse(one).InputTokens ?? 0);
            if (tokens == 0)
                throw new InvalidOperationException("The stream was not read.");
        });

    /// <summary>Events a second, read from the rows: only the first, which memory no longer holds.</summary>
    public static async Task<double> ReadAllAsync(StoreFloor floor, bool parsed, CancellationToken ct)
    {
        var clock = TimeProvider.System;
        var (started, events, position) = (clock.GetTimestamp(), 0L, 0L);
        while (clock.GetElapsedTime(started) < floor.Options.Length)
        {
            var page = await floor.Store.ReadPageAsync(position, Page, null, withoutBehaviour: false, ct);
            if (parsed && page.Events.Sum(one => (long)(Parse(one).InputTokens ?? 0)) == 0)
                throw new InvalidOperationException("The page was not read.");
            events += page.Events.Count;
            position = page.Through > Events - (3 * Page) ? 0 : page.Through;
        }

        return events / clock.GetElapsedTime(started).TotalSeconds;
    }

    private static Observation Parse(RecordedEvent recorded) =>
        JsonSerializer.Deserialize(recorded.Data.Span, ObservationJson.Default.Observation)!;

    private static AppendRequest Interleave(StoreFloor floor, int batch, int streams) => new(
        [
            .. from at in Enumerable.Range(batch * Interleaved, Interleaved)
               group at by at % streams into stream
               select new StreamAppend($"fill-{stream.Key}", ExpectedVersion.Any, [.. stream.Select(floor.Event)]),
        ],
        new AppendMetadata("benchmark"));
}
