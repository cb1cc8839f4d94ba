using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.Postgres;
using Governance.Postgres.Embedded;
using Governance.Postgres.Waking;
using Governance.SystemTests.Fixture;
using Npgsql;

namespace Governance.SystemTests.Store;

/// <summary>Several nodes, one writer; and a database that goes away.</summary>
public sealed class ProjectionLeaseTests : IAsyncLifetime
{
    private ProjectionWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await ProjectionWorld.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Two_daemons_apply_every_event_once_and_the_second_takes_over_at_once_from_one_that_stops()
    {
        var first = await _world.StartAsync(new Tally());
        await Eventually.IsTrueAsync("the first one works", () => first.Progress[0].WorksHere);
        var second = await _world.StartAsync(new Tally());
        await _world.AppendAsync(60);
        await first.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        await second.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        second.Progress[0].WorksHere.ShouldBeFalse();
        await first.DisposeAsync();
        await _world.AppendAsync(30);
        var left = TimeProvider.System.GetTimestamp();
        await second.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        TimeProvider.System.GetElapsedTime(left).ShouldKeep(TimeSpan.FromSeconds(2));
        second.Progress[0].WorksHere.ShouldBeTrue();
        (await _world.RowsAsync("tally_v1")).ShouldBe("s-0:30:88,s-1:30:89,s-2:30:90");
    }

    [Fact]
    public async Task A_paused_node_is_replaced_within_five_seconds_and_does_no_harm_when_it_wakes()
    {
        var clock = new HeldClock();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var paused = new SemaphoreSlim(0);
        var tally = new Tally();
        var first = await _world.StartAsync(clock, null, tally);
        await _world.AppendAsync(3);
        await first.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        var second = await _world.StartAsync(new Tally());
        tally.Before = _ =>
        {
            entered.TrySetResult();
            paused.Wait(Patience.Long);
        };
        clock.Hold();
        await _world.AppendAsync(3);
        await entered.Task.WaitAsync(Patience.Long, Ct);
        var since = TimeProvider.System.GetTimestamp();
        await second.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        TimeProvider.System.GetElapsedTime(since).ShouldKeep(TimeSpan.FromSeconds(5));
        (await _world.RowsAsync("tally_v1")).ShouldBe("s-0:2:4,s-1:2:5,s-2:2:6");

        paused.Release(100);
        clock.LetGo();
        await Eventually.IsTrueAsync("it finds itself replaced", () => !first.Progress[0].WorksHere);
        await _world.AppendAsync(3);
        await second.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        await first.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        (await _world.RowsAsync("tally_v1")).ShouldBe("s-0:3:7,s-1:3:8,s-2:3:9");
        second.Progress[0].WorksHere.ShouldBeTrue();
    }

    [Fact]
    public async Task An_epoch_that_is_over_is_refused_in_the_transaction_of_the_rows()
    {
        var daemon = await _world.StartAsync(new Tally());
        await _world.AppendAsync(3);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        await daemon.DisposeAsync();
        var refused = await Should.ThrowAsync<PostgresException>(() => _world.Database.ExecuteAsync(
            "select es_move_checkpoint('Tally:All', 3, 4, 'projection Tally:All', 'somebody', 1)"));
        refused.SqlState.ShouldBe("MT010");
        refused = await Should.ThrowAsync<PostgresException>(() => _world.Database.ExecuteAsync(
            "select es_move_checkpoint('Tally:All', 2, 4, 'projection Tally:All', 'somebody', 1)"));
        refused.SqlState.ShouldBe("MT011");
        (await _world.CheckpointAsync("Tally:All")).ShouldBe(3);
    }

    [Fact]
    public async Task A_node_that_stalls_inside_its_transaction_stops_nobody()
    {
        var first = await _world.StartAsync(new Tally());
        await _world.AppendAsync(3);
        await first.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        await first.DisposeAsync();
        await using var stalled = await _world.Database.DataSource.OpenConnectionAsync(Ct);
        await using var writing = new NpgsqlCommand(
            """
            begin;
            select pg_advisory_xact_lock(7005, hashtext(current_schema() || ' Tally:All'));
            update mt_event_progression set last_seq_id = 99 where name = 'Tally:All'
            """,
            stalled);
        await writing.ExecuteNonQueryAsync(Ct);
        var second = await _world.StartAsync(new Tally());
        await _world.AppendAsync(3);
        await second.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        (await _world.RowsAsync("tally_v1")).ShouldBe("s-0:2:4,s-1:2:5,s-2:2:6");
        writing.CommandText = "commit";
        await Should.ThrowAsync<NpgsqlException>(writing.ExecuteNonQueryAsync(Ct));
    }

    [Fact]
    public async Task A_database_that_goes_away_and_comes_back_finds_the_projections_going_on()
    {
        var clock = TimeProvider.System;
        var folder = Path.Combine(Path.GetTempPath(), $"governance-lists-{Guid.CreateVersion7(clock.GetUtcNow()):n}");
        try
        {
            var cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions(folder), clock, Ct);
            await using var database = GovernanceDatabase.Open(cluster.ConnectionString);
            await Migrations.ApplyAsync(database, Ct);
            await using var wakeUps = new WakeUps(database, clock);
            await using var store = new EventStore(database, wakeUps, clock);
            await using var daemon = new ProjectionDaemon(store, database, [new Tally()], clock);
            daemon.Start();
            await store.AppendAsync(Facts.To("s"), Ct);
            await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
            var port = cluster.Port;
            await cluster.DisposeAsync();
            await Eventually.IsTrueAsync("the failure is told", () => daemon.Progress[0].Failure is not null);

            await using var back = await EmbeddedCluster.StartAsync(
                new EmbeddedClusterOptions(folder) { Port = port }, clock, Ct);
            await store.AppendAsync(Facts.To("s"), Ct);
            await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
            daemon.Progress[0].Failure.ShouldBeNull();
            await using var command = database.CreateCommand("select facts from tally_v1");
            (await command.ExecuteScalarAsync(Ct)).ShouldBe(2L);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Connections_cut_again_and_again_under_load_lose_and_double_nothing()
    {
        var daemon = await _world.StartAsync(new Tally(), new FactsList());
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var cutting = CutAsync(done.Token);
        var acknowledged = 0;
        for (var n = 0; n < 150; n++)
        {
            try
            {
                await _world.AppendAsync(1);
                acknowledged++;
            }
            catch (StoreUnavailableException)
            {
                // Whether it is in the log is for the log to say.
            }
        }

        await done.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cutting);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        var facts = await _world.Database.ScalarAsync<long>("select count(*) from mt_events");
        facts.ShouldBeGreaterThanOrEqualTo(acknowledged);
        (await _world.Database.ScalarAsync<decimal>("select sum(facts) from tally_v1")).ShouldBe(facts);
        (await _world.Database.ScalarAsync<long>("select count(*) from facts_list_v1")).ShouldBe(facts);
        var live = await _world.DumpAsync("tally_v1");
        await daemon.RebuildProjectionAsync("Tally", Ct);
        (await _world.DumpAsync("tally_v1")).ShouldBe(live);
    }

    private async Task CutAsync(CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(60), TimeProvider.System, ct);
            await using var cut = _world.Database.DataSource.CreateCommand($"""
                select pg_terminate_backend(pid) from pg_stat_activity
                where application_name = '{_world.Database.Schema}' and pid <> pg_backend_pid()
                """);
            try
            {
                await cut.ExecuteNonQueryAsync(ct);
            }
            catch (NpgsqlException)
            {
                // Its own connection came from the pool of those that were cut.
            }
        }
    }
}
