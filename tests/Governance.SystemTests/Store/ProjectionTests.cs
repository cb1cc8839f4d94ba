using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.SystemTests.Fixture;
using Npgsql;

namespace Governance.SystemTests.Store;

public sealed class ProjectionTests : IAsyncLifetime
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(10);
    private TestDatabase _database = null!;
    private EventStore _store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _store = _database.OpenStore();
        await _database.ExecuteAsync("create table tally (stream text primary key, facts bigint, last bigint)");
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Rows_and_checkpoint_follow_the_log()
    {
        await using var daemon = Daemon(_store, new Tally());
        await AppendAsync(30);
        var last = await _store.AppendAsync(Facts.To("ignored", facts: Facts.Fact(type: "not.wanted")), Ct);
        await daemon.WaitForNonStaleProjectionDataAsync("Tally", last.LastPosition, s_soon, Ct);
        (await TallyAsync()).ShouldBe("s-0:10:28,s-1:10:29,s-2:10:30");
        daemon.Progress.ShouldBe([new ProjectionProgress("Tally", 31, null)]);
        (await _database.ScalarAsync<long>("select last_seq_id from mt_event_progression where name = 'Tally:All'"))
            .ShouldBeInRange(30, 31);
    }

    [Fact]
    public async Task A_rebuild_gives_the_same_rows()
    {
        await using var daemon = Daemon(_store, new Tally());
        await AppendAsync(30);
        await daemon.WaitForNonStaleProjectionDataAsync(s_soon, Ct);
        var before = await TallyAsync();
        await _database.ExecuteAsync("update tally set facts = 99");
        for (var round = 0; round < 2; round++)
        {
            await daemon.RebuildProjectionAsync("Tally", Ct);
            (await TallyAsync()).ShouldBe(before);
        }
    }

    [Fact]
    public async Task Two_daemons_apply_every_event_once_and_the_second_takes_over()
    {
        await using var second = Daemon(_database.OpenStore(), new Tally());
        await using (var first = Daemon(_store, new Tally()))
        {
            await AppendAsync(60);
            await first.WaitForNonStaleProjectionDataAsync(s_soon, Ct);
        }

        await AppendAsync(30);
        await second.WaitForNonStaleProjectionDataAsync(s_soon, Ct);
        (await TallyAsync()).ShouldBe("s-0:30:88,s-1:30:89,s-2:30:90");
    }

    [Fact]
    public async Task A_failing_projection_says_so_and_goes_on_when_it_can()
    {
        var tally = new Tally { Broken = true };
        await using var daemon = Daemon(_store, tally, new Tally("Other"));
        await AppendAsync(3);
        await Eventually.IsTrueAsync(
            "the failure is reported", () => daemon.Progress.Any(p => p is { Name: "Tally", Failure: "broken" }));
        await daemon.WaitForNonStaleProjectionDataAsync("Other", 3, s_soon, Ct);
        tally.Broken = false;
        await daemon.WaitForNonStaleProjectionDataAsync("Tally", 3, s_soon, Ct);
        (await TallyAsync()).ShouldBe("s-0:2:1,s-1:2:2,s-2:2:3");
    }

    private ProjectionDaemon Daemon(EventStore store, params IProjection[] projections)
    {
        var daemon = new ProjectionDaemon(store, _database.DataSource, projections, TimeProvider.System);
        daemon.Start();
        return daemon;
    }

    private async Task AppendAsync(int count)
    {
        for (var n = 0; n < count; n++)
            await _store.AppendAsync(Facts.To($"s-{n % 3}"), Ct);
    }

    private Task<string> TallyAsync() => _database.ScalarAsync<string>(
        "select string_agg(stream || ':' || facts || ':' || last, ',' order by stream) from tally");

    private sealed class Tally(string name = "Tally") : IProjection
    {
        public volatile bool Broken;

        public string Name => name;

        public IReadOnlyCollection<string>? Types => ["thing.happened"];

        public async Task ApplyAsync(
            NpgsqlConnection connection,
            NpgsqlTransaction transaction,
            IReadOnlyList<RecordedEvent> events,
            CancellationToken ct)
        {
            foreach (var recorded in events)
            {
                await using var command = new NpgsqlCommand(
                    """
                    insert into tally values ($1, 1, $2)
                    on conflict (stream) do update set facts = tally.facts + 1, last = excluded.last
                    """,
                    connection,
                    transaction);
                command.Parameters.AddWithValue(recorded.StreamId);
                command.Parameters.AddWithValue(recorded.Position);
                await command.ExecuteNonQueryAsync(ct);
            }

            if (Broken)
                throw new InvalidOperationException("broken");
        }

        public async Task ResetAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
        {
            await using var command = new NpgsqlCommand("truncate tally", connection, transaction);
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
