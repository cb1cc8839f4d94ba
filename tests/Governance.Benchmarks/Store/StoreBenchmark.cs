using Governance.EventSourcing;
using Governance.Postgres.Waking;
using Npgsql;

namespace Governance.Benchmarks.Store;

/// <summary>The log as rows: appends whose callers wait for durability, and a reader over the whole of it.</summary>
internal static class StoreBenchmark
{
    private const int ReadPage = 5_000;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyList<Case>> RunAsync(BenchmarkOptions options, CancellationToken ct)
    {
        var bodies = BenchmarkObservations.Bodies();
        await using var database = await BenchmarkDatabase.StartAsync(ct);
        await using var wakeUps = new WakeUps(database.DataSource, TimeProvider.System);
        await using var store = new EventStore(database.DataSource, wakeUps, TimeProvider.System);
        await AppendAsync("warm", 64, 5, s_warmUp);

        var anchor = await Anchor.MeasureAsync(database, bodies, options.Length, ct);
        var commit = await OneRowCommitAsync(database, options.Length, ct);
        var cases = new List<Case> { Rate("A: COPY, jsonb, 1 connection", anchor, 1) };

        var alone = await AppendAsync("alone", 1, 1, options.Length);
        cases.Add(new Case("1 caller x 1 event, p50", alone.P50, commit.P50, 4, "ms", Better.Lower));
        var many = await AppendAsync("many", 64, 1, options.Length);
        cases.Add(Rate("64 callers x 1 event, version expected", many.PerSecond, 0.3));
        cases.Add(new Case("64 callers x 1 event, p99", many.P99, commit.P99, 10, "ms", Better.Lower));
        var batches = await AppendAsync("batches", 64, 100, options.Length);
        cases.Add(Rate("64 callers x 100 events", batches.PerSecond * 100, 0.8));
        cases.Add(Rate("read the whole log, 1 reader", await ReadAllAsync(store, options.Length, ct), 2));
        return cases;

        Case Rate(string name, double measured, double bar) =>
            new(name, measured, anchor, bar, "events/s", Better.Higher);

        Task<ClosedLoop> AppendAsync(string name, int callers, int events, TimeSpan length) => ClosedLoop.RunAsync(
            callers,
            length,
            (caller, turn) => store.AppendAsync(
                Request($"{name}-{caller}", (long)turn * events, events, bodies, caller + (turn * callers)), ct));
    }

    private static AppendRequest Request(string stream, long version, int events, byte[][] bodies, int body) => new(
        [
            new StreamAppend(
                stream,
                version,
                [
                    .. Enumerable.Range(0, events).Select(
                        n => new NewEvent("inference.recorded", bodies[(body + n) % bodies.Length])),
                ]),
        ],
        new AppendMetadata("benchmark"));

    /// <summary>What a durable commit of one small row costs on one connection, with nothing around it.</summary>
    private static async Task<ClosedLoop> OneRowCommitAsync(
        BenchmarkDatabase database, TimeSpan length, CancellationToken ct)
    {
        await database.ExecuteAsync("create table one_row (n bigint primary key)", ct);
        await using var connection = await database.DataSource.OpenConnectionAsync(ct);
        await using var insert = new NpgsqlCommand("insert into one_row values ($1)", connection);
        var number = new NpgsqlParameter<long>();
        insert.Parameters.Add(number);
        await insert.PrepareAsync(ct);
        return await ClosedLoop.RunAsync(1, length, (_, turn) =>
        {
            number.TypedValue = turn;
            return insert.ExecuteNonQueryAsync(ct);
        });
    }

    private static async Task<double> ReadAllAsync(EventStore store, TimeSpan length, CancellationToken ct)
    {
        var clock = TimeProvider.System;
        var (started, events, position) = (clock.GetTimestamp(), 0L, 0L);
        while (clock.GetElapsedTime(started) < length)
        {
            var page = await store.ReadPageAsync(position, ReadPage, null, withoutBehaviour: false, ct);
            events += page.Events.Count;
            position = page.Events.Count < ReadPage ? 0 : page.Through;
        }

        return events / clock.GetElapsedTime(started).TotalSeconds;
    }
}
