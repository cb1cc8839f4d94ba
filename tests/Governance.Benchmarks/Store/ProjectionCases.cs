using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.Postgres.Waking;

namespace Governance.Benchmarks.Store;

/// <summary>How fast a projection takes in a log that is there, and how soon it shows what is appended.</summary>
internal static class ProjectionCases
{
    /// <summary>Events of each log.</summary>
    private const int Events = 200_000;

    /// <summary>Streams that they lie in, one row each.</summary>
    private const int Streams = 2_000;

    /// <summary>Events in one append.</summary>
    private const int Batch = 2_000;

    /// <summary>Appends whose way into the table is timed.</summary>
    private const int Probes = 300;

    /// <summary>Callers that find out the store's maximum, half of which is then kept up.</summary>
    private const int Callers = 64;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public static async Task<IReadOnlyList<Case>> RunAsync(StoreFloor floor, CancellationToken ct)
    {
        var (options, bodies) = (floor.Options, floor.Bodies);
        var interleaved = await CatchUpAsync(bodies, n => n % Streams, ct);
        var sorted = await CatchUpAsync(bodies, n => n / (Events / Streams), ct);
        var idle = await VisibleAsync(options, bodies, busy: false, ct);
        var busy = await VisibleAsync(options, bodies, busy: true, ct);
        return
        [
            floor.Rate("read by 5,000, as a follower does", interleaved.Read, 150_000),
            floor.Rate("projection, 2,000 streams interleaved", interleaved.First, 30_000),
            floor.Rate("projection, stream after stream", sorted.First, 130_000),
            floor.Rate("rebuild, interleaved", interleaved.Rebuilt, 130_000),
            floor.Rate("rebuild, stream after stream", sorted.Rebuilt, 130_000),
            new Case("memory, highest in a rebuild", interleaved.MegaBytes, 1, 256, "MB", Better.Lower),
            floor.Time("append to visible, idle, p99", idle, 50),
            floor.Time("append to visible, half maximum, p99", busy, 250),
        ];
    }

    private static async Task<(double Read, double First, double Rebuilt, double MegaBytes)> CatchUpAsync(
        byte[][] bodies, Func<int, int> stream, CancellationToken ct)
    {
        await using var database = await BenchmarkDatabase.StartAsync(ct);
        await using var wakeUps = new WakeUps(database.DataSource, TimeProvider.System);
        await using (var writing = new EventStore(database.DataSource, wakeUps, TimeProvider.System))
        {
            for (var from = 0; from < Events; from += Batch)
                await writing.AppendAsync(Request(Enumerable.Range(from, Batch), stream, bodies), ct);
        }

        // Another store has nothing in memory: all comes from the tables.
        await using var store = new EventStore(database.DataSource, wakeUps, TimeProvider.System);
        var read = await RateAsync(async () =>
        {
            for (var position = 0L; position < Events;)
                position = (await store.ReadPageAsync(position, 5_000, null, false, ct)).Through;
        });
        await using var daemon = new ProjectionDaemon(
            store, database.DataSource, [new TokenTotals()], TimeProvider.System);
        var first = await RateAsync(async () =>
        {
            daemon.Start();
            await daemon.WaitForNonStaleProjectionDataAsync("TokenTotals", Events, s_patience, ct);
        });
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watching = HighestAsync(done.Token);
        var rebuilt = await RateAsync(() => daemon.RebuildProjectionAsync("TokenTotals", ct));
        await done.CancelAsync();
        return (read, first, rebuilt, await watching);
    }

    /// <summary>Milliseconds from an append's return until its row is there, 99th percentile.</summary>
    private static async Task<double> VisibleAsync(
        BenchmarkOptions options, byte[][] bodies, bool busy, CancellationToken ct)
    {
        await using var database = await BenchmarkDatabase.StartAsync(ct);
        await using var wakeUps = new WakeUps(database.DataSource, TimeProvider.System);
        await using var store = new EventStore(database.DataSource, wakeUps, TimeProvider.System);
        var most = busy ? await ClosedLoop.RunAsync(Callers, options.Length, One) : null;
        await using var daemon = new ProjectionDaemon(
            store, database.DataSource, [new TokenTotals()], TimeProvider.System);
        daemon.Start();
        await daemon.WaitForNonStaleProjectionDataAsync(s_patience, ct);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var load = most is null
            ? Task.CompletedTask
            : KeepUpAsync(most.PerSecond / 2, n => One(n % Streams, n), done.Token);
        var clock = TimeProvider.System;
        var times = new List<double>(Probes);
        for (var n = 0; n < Probes; n++)
        {
            var begun = clock.GetTimestamp();
            var appended = await One(Streams, n);
            await daemon.WaitForNonStaleProjectionDataAsync("TokenTotals", appended.LastPosition, s_patience, ct);
            times.Add(clock.GetElapsedTime(begun).TotalMilliseconds);
        }

        await done.CancelAsync();
        await load.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return times.Order().ElementAt((int)(Probes * 0.99));

        Task<AppendResult> One(int stream, int body) => store.AppendAsync(
            Request([body], _ => stream, bodies), ct);
    }

    /// <summary>So many acts a second, whether or not the earlier ones are done.</summary>
    private static async Task KeepUpAsync(double perSecond, Func<int, Task> act, CancellationToken ct)
    {
        var clock = TimeProvider.System;
        var (started, sent) = (clock.GetTimestamp(), 0);
        var pending = new List<Task>(); // Bounded by the acts of one turn.
        while (!ct.IsCancellationRequested)
        {
            for (var due = clock.GetElapsedTime(started).TotalSeconds * perSecond; sent < due; sent++)
                pending.Add(act(sent));
            await Task.WhenAll(pending);
            pending.Clear();
            await Task.Delay(TimeSpan.FromMilliseconds(1), clock, ct);
        }
    }

    private static AppendRequest Request(IEnumerable<int> events, Func<int, int> stream, byte[][] bodies) => new(
        [
            .. events.GroupBy(stream).Select(group => new StreamAppend(
                $"stream-{group.Key}",
                ExpectedVersion.Any,
                [.. group.Select(n => new NewEvent("inference.recorded", bodies[n % bodies.Length]))])),
        ],
        new AppendMetadata("benchmark"));

    private static async Task<double> RateAsync(Func<Task> act)
    {
        var started = TimeProvider.System.GetTimestamp();
        await act();
        return Events / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> HighestAsync(CancellationToken ct)
    {
        var highest = 0L;
        while (!ct.IsCancellationRequested)
        {
            highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: false));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, ct)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return highest / 1e6;
    }
}
