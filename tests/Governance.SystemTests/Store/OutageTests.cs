using System.Collections.Concurrent;
using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Postgres.Embedded;
using Governance.Postgres.Waking;
using Governance.SystemTests.Fixture;
using Npgsql;

namespace Governance.SystemTests.Store;

public sealed class OutageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backend_killed_in_the_middle_loses_nothing_acknowledged_and_writes_nothing_twice()
    {
        await using var database = await TestDatabase.CreateAsync();
        var store = database.OpenStore();
        var acknowledged = new ConcurrentBag<Guid>();
        using var done = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8)
            .Select(n => WriteUntilAsync(store, $"s-{n}", acknowledged, done.Token)).ToList();
        for (var kill = 1; kill <= 5; kill++)
        {
            var before = acknowledged.Count;
            await database.ExecuteAsync(
                $"""
                select pg_terminate_backend(pid) from pg_stat_activity
                where application_name = '{database.Schema}' and pid <> pg_backend_pid()
                """);
            await Eventually.IsTrueAsync("appends go on", () => acknowledged.Count > before + 50);
        }

        await done.CancelAsync();
        await Task.WhenAll(writers);
        await using var command = database.DataSource.CreateCommand("select id from mt_events order by seq_id");
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var stored = new List<Guid>();
        while (await reader.ReadAsync(Ct))
            stored.Add(reader.GetGuid(0));
        acknowledged.Except(stored).ShouldBeEmpty();
        (await store.HeadAsync(Ct)).Position.ShouldBe(stored.Count);
    }

    [Fact]
    public async Task A_writer_that_stalls_with_the_lock_is_ended()
    {
        await using var database = await TestDatabase.CreateAsync();
        var store = database.OpenStore();
        await store.AppendAsync(Facts.To("s-1"), Ct);
        await using var stalled = await database.DataSource.OpenConnectionAsync(Ct);
        await using var holding = new NpgsqlCommand("begin; select es_lock()", stalled);
        await holding.ExecuteNonQueryAsync(Ct);
        (await store.AppendAsync(Facts.To("s-1"), Ct)).FirstPosition.ShouldBe(2);
        holding.CommandText = "commit";
        await Should.ThrowAsync<NpgsqlException>(holding.ExecuteNonQueryAsync(Ct));
    }

    [Fact]
    public async Task With_the_database_gone_the_store_says_so_at_once_and_comes_back_by_itself()
    {
        var clock = TimeProvider.System;
        var folder = Path.Combine(Path.GetTempPath(), $"governance-outage-{Guid.CreateVersion7(clock.GetUtcNow()):n}");
        try
        {
            var cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions(folder), clock, Ct);
            await using var dataSource = GovernanceDatabase.Open(cluster.ConnectionString);
            await Migrations.ApplyAsync(dataSource, Ct);
            await using var wakeUps = new WakeUps(dataSource, clock);
            await using var store = new EventStore(dataSource, wakeUps, clock);
            await store.AppendAsync(Facts.To("s-1"), Ct);
            var port = cluster.Port;
            await cluster.DisposeAsync();

            var asked = clock.GetTimestamp();
            await Should.ThrowAsync<StoreUnavailableException>(store.AppendAsync(Facts.To("s-1"), Ct));
            await Should.ThrowAsync<StoreUnavailableException>(store.FetchStreamAsync("s-1", ct: Ct));
            clock.GetElapsedTime(asked).ShouldKeep(TimeSpan.FromSeconds(2));

            await using var back = await EmbeddedCluster.StartAsync(
                new EmbeddedClusterOptions(folder) { Port = port }, clock, Ct);
            (await store.AppendAsync(Facts.To("s-1"), Ct)).FirstPosition.ShouldBe(2);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task WriteUntilAsync(
        EventStore store, string stream, ConcurrentBag<Guid> acknowledged, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
            try
            {
                await store.AppendAsync(Facts.To(stream, facts: Facts.Fact(id: id)), Ct);
                acknowledged.Add(id);
            }
            catch (StoreUnavailableException)
            {
                // Not acknowledged, so nothing is promised.
            }
        }
    }
}
