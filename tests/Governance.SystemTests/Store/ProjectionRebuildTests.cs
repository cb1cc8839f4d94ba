using System.Collections.Concurrent;
using Governance.EventSourcing.Projections;
using Governance.SystemTests.Fixture;
using Npgsql;

namespace Governance.SystemTests.Store;

/// <summary>A generation is built beside the live one; nobody notices but by the better rows.</summary>
public sealed class ProjectionRebuildTests : IAsyncLifetime
{
    private ProjectionWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await ProjectionWorld.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Live_equals_rebuilt_equals_rebuilt_again_byte_by_byte(bool history)
    {
        var daemon = await _world.StartAsync(new Tally(history: history));
        var dice = new Random(20_260);
        for (var n = 0; n < 40; n++)
        {
            var numbers = Enumerable.Range(0, dice.Next(1, 4)).Select(_ => dice.Next(4)).ToArray();
            await _world.AppendAsync($"s-{dice.Next(5)}", numbers);
        }

        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        var before = await _world.DumpAsync("tally_v1");
        await _world.Database.ExecuteAsync("update tally_v1_g1 set total = 99");
        for (var round = 0; round < 2; round++)
        {
            await daemon.RebuildProjectionAsync("Tally", Ct);
            (await _world.DumpAsync("tally_v1")).ShouldBe(before);
        }

        await Eventually.IsTrueAsync("it says which generation is live", () => daemon.Progress[0].Generation == 3);
        await Eventually.IsTrueAsync(
            "the old tables are gone",
            async () => await _world.Database.ScalarAsync<long>(
                "select count(*) from pg_tables where tablename ~ '^tally_' and schemaname = current_schema()") == 1);
    }

    [Fact]
    public async Task Readers_see_the_old_rows_current_until_they_see_the_new_ones()
    {
        using var held = new SemaphoreSlim(0);
        var (tally, rebuilding) = (new Tally(), false);
        var daemon = await _world.StartAsync(tally);
        await _world.AppendAsync("s", 1, 1);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        tally.Before = recorded =>
        {
            if (recorded.Position == 1 && Volatile.Read(ref rebuilding))
                held.Wait(Patience.Long);
        };
        Volatile.Write(ref rebuilding, true);
        await _world.Database.ExecuteAsync("insert into tally_v1_g1 values ('ghost', 1, 75, 1)");
        var rebuild = daemon.RebuildProjectionAsync("Tally", Ct);
        await Eventually.IsTrueAsync(
            "the progress is seen", () => daemon.Progress[0].Building is { Generation: 2, Position: 0, Target: 2 });

        await _world.AppendAsync("s", 1);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        rebuild.IsCompleted.ShouldBeFalse();
        (await TotalAsync()).ShouldBe(78);

        held.Release();
        await rebuild;
        (await TotalAsync()).ShouldBe(3);
        await _world.AppendAsync("s", 1);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        (await TotalAsync()).ShouldBe(4);
    }

    [Fact]
    public async Task Abandoned_in_the_middle_it_is_gone_on_with_by_the_next_node()
    {
        for (var n = 0; n < 12; n++)
            await _world.AppendManyAsync($"s-{n % 5}", 2_000);
        var tally = new Tally();
        var daemon = await _world.StartAsync(tally);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        var before = await _world.DumpAsync("tally_v1");
        tally.Before = recorded =>
        {
            if (recorded.Position == 22_000)
                throw new OperationCanceledException("The process ends here.");
        };
        await daemon.RequestRebuildAsync("Tally", Ct);
        await Eventually.IsTrueAsync("the first window of the rebuild is written", async () =>
            await _world.CheckpointAsync("Tally:All:G2") > 0);
        await daemon.DisposeAsync();

        var reached = await _world.CheckpointAsync("Tally:All:G2");
        var seen = new ConcurrentBag<long>();
        var next = await _world.StartAsync(new Tally { Before = recorded => seen.Add(recorded.Position) });
        await next.RebuildProjectionAsync("Tally", Ct);
        (await _world.DumpAsync("tally_v1")).ShouldBe(before);
        seen.Min().ShouldBe(reached + 1);
        (await _world.CheckpointAsync("Tally:All")).ShouldBe(24_000);
    }

    [Fact]
    public async Task Cancelled_it_leaves_nothing_behind()
    {
        using var held = new SemaphoreSlim(0);
        var tally = new Tally();
        var daemon = await _world.StartAsync(tally);
        await _world.AppendAsync("s", 1, 1);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        tally.Before = _ => held.Wait(Patience.Long);
        var rebuild = daemon.RebuildProjectionAsync("Tally", Ct);
        await Eventually.IsTrueAsync("it is being built", () => daemon.Progress[0].Building is { Generation: 2 });
        await daemon.CancelRebuildAsync("Tally", Ct);
        held.Release(100);
        await rebuild.ShouldThrowAsync<OperationCanceledException>();
        await Eventually.IsTrueAsync(
            "its table, checkpoint and row are gone",
            async () => await _world.Database.ScalarAsync<long>("""
                select count(*) from pg_tables where tablename = 'tally_v1_g2' and schemaname = current_schema()
                """) == 0
                && await _world.CheckpointAsync("Tally:All:G2") == -1
                && daemon.Progress[0].Building is null);
        await daemon.RebuildProjectionAsync("Tally", Ct);
        (await _world.DumpAsync("tally_v1")).ShouldBe("(s,2,2,2)");
    }

    [Fact]
    public async Task A_reader_who_takes_long_delays_the_switch_and_nothing_else()
    {
        var daemon = await _world.StartAsync(new Tally());
        await _world.AppendAsync("s", 1);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        await using var reader = await _world.Database.DataSource.OpenConnectionAsync(Ct);
        await using var reading = await reader.BeginTransactionAsync(Ct);
        await using var select = new NpgsqlCommand("select sum(total) from tally_v1", reader);
        (await select.ExecuteScalarAsync(Ct)).ShouldBe(1m);
        var rebuild = daemon.RebuildProjectionAsync("Tally", Ct);
        await Eventually.IsTrueAsync("the new generation has caught up", async () =>
            await _world.CheckpointAsync("Tally:All:G2") == 1);

        await _world.AppendAsync("s", 1);
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        (await TotalAsync()).ShouldBe(2);
        rebuild.IsCompleted.ShouldBeFalse();
        await reading.CommitAsync(Ct);
        await rebuild;
        (await TotalAsync()).ShouldBe(2);
        await Eventually.IsTrueAsync("the second is shown", () => daemon.Progress[0].Generation == 2);
    }

    [Fact]
    public async Task Two_versions_follow_the_log_side_by_side()
    {
        await _world.AppendAsync(9);
        var old = await _world.StartAsync(new Tally());
        var next = await _world.StartAsync(new Tally(version: 2, history: true));
        await next.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        await _world.AppendAsync(3);
        await old.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        await next.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        (await _world.RowsAsync("tally_v1")).ShouldBe("s-0:4:10,s-1:4:11,s-2:4:12");
        (await _world.RowsAsync("tally_v2 where valid_to is null")).ShouldBe("s-0:4:10,s-1:4:11,s-2:4:12");
        await Eventually.IsTrueAsync("both have written their checkpoints", async () =>
            await _world.CheckpointAsync("Tally:All") == 12 && await _world.CheckpointAsync("Tally:V2:All") == 12);
    }

    private Task<decimal> TotalAsync() => _world.Database.ScalarAsync<decimal>("select sum(total) from tally_v1");
}
