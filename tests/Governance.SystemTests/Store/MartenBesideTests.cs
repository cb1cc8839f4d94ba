using System.Collections.Concurrent;
using Governance.EventSourcing;
using Governance.SystemTests.Fixture;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Governance.SystemTests.Store;

/// <summary>Marten's recorded words, spoken by several at once while this product appends.</summary>
public sealed class MartenBesideTests : IAsyncLifetime
{
    private const int Speakers = 4;
    private static readonly int s_rounds = Environment.GetEnvironmentVariable("GOVERNANCE_LONG") == "1" ? 60 : 3;

    /// <summary>Marten's append to a stream that this store appends to all the while.</summary>
    private const string ToShared =
        "select mt_quick_append_events('shared', null, '*DEFAULT*', array[gen_random_uuid()], '{acked}',"
        + " '{\"Acked, Compat2\"}', '{\"{}\"}', '{null}', '{now}')";

    private TestDatabase _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Marten_and_this_store_append_side_by_side_without_deadlock_in_one_order()
    {
        var said = MartenConversation.Read(Checkout.Shared("data/marten-9.29/conversation.txt")).ToList();
        var warnings = new Warnings();
        EventStore[] nodes = [_database.OpenStore(logger: warnings), _database.OpenStore(logger: warnings)];
        using var done = new CancellationTokenSource();
        var following = FollowAsync(nodes[1], done.Token);
        var own = Enumerable.Range(0, Speakers).Select(n => AppendUntilAsync(nodes[n % 2], n, done.Token)).ToList();

        var talks = Enumerable.Range(0, Speakers).Select(async speaker =>
        {
            for (var round = 0; round < s_rounds; round++)
            {
                await TalkAsync(said, $"{speaker}-{round}");
                await _database.ExecuteAsync(ToShared);
            }
        });
        await Task.WhenAll(talks);
        await done.CancelAsync();
        var appended = (await Task.WhenAll(own)).Sum();

        // Marten would throw; this store would warn and try again.
        warnings.Texts.ShouldBeEmpty();
        var log = await AllAsync(_database.OpenStore());
        log.Count.ShouldBe(appended + (Speakers * s_rounds * 9));
        log.Count(e => e.StreamId == "shared").ShouldBe((appended / 2) + (Speakers * s_rounds));
        log.Select(e => e.Position).ShouldBe(Enumerable.Range(1, log.Count).Select(n => (long)n));
        log.Zip(log.Skip(1), (a, b) => a.At <= b.At).ShouldAllBe(inOrder => inOrder);
        foreach (var stream in log.GroupBy(e => e.StreamId))
            stream.Select(e => e.Version).ShouldBe(Enumerable.Range(1, stream.Count()).Select(n => (long)n));
        var seen = await following;
        seen.ShouldBe(log.Take(seen.Count).Select(e => e.Id), "a reader that followed saw the commits in this order");
        await _database.ShouldBeCompleteAsync();
    }

    [Fact]
    public async Task A_stream_archived_by_Marten_is_archived_for_all()
    {
        var store = _database.OpenStore();
        await store.AppendAsync(Facts.To("s-1"), Ct);
        await _database.ExecuteAsync("select mt_archive_stream('s-1')");

        var refused = await Should.ThrowAsync<StreamArchivedException>(store.AppendAsync(Facts.To("s-1", 2), Ct));
        (refused.StreamId, refused.Expected, refused.Actual).ShouldBe(("s-1", 2, 2));
        foreach (var sql in (string[])
            [
                "select mt_quick_append_events('s-1', null, '*DEFAULT*', '{5371a757-b0b0-4f5e-b630-8f1a8fd09afe}',"
                    + " '{a.b}', '{null}', '{\"{}\"}', '{null}', '{now}')",
                "insert into mt_events (seq_id, id, stream_id, version, data, type)"
                    + " values (0, gen_random_uuid(), 's-1', 3, '{}', 'a.b')",
            ])
        {
            (await Should.ThrowAsync<PostgresException>(_database.ExecuteAsync(sql))).SqlState.ShouldBe("MT001");
        }

        (await Should.ThrowAsync<PostgresException>(
            _database.ExecuteAsync("update mt_streams set is_archived = false"))).MessageText.ShouldContain("stays");
        await _database.ExecuteAsync("select mt_archive_stream('s-1')");
        (await store.FetchStreamAsync("s-1", ct: Ct)).Select(e => e.Type).ShouldBe(["thing.happened", "archived"]);
    }

    /// <summary>One recorded conversation about streams of its own, with the recorded answers.</summary>
    private async Task TalkAsync(IReadOnlyList<Said> said, string name)
    {
        var answers = new Dictionary<string, List<object[]>>();
        await using var connection = await _database.DataSource.OpenConnectionAsync(Ct);
        foreach (var one in said)
        {
            await using var command = new NpgsqlCommand(one.About(name).In(_database.Schema), connection);
            await using var reader = await command.ExecuteReaderAsync(Ct);
            var rows = answers[one.Step] = [];
            while (await reader.ReadAsync(Ct))
            {
                var row = new object[reader.FieldCount];
                reader.GetValues(row);
                rows.Add(row);
            }
        }

        answers["FetchStream"].Count.ShouldBe(7);
        answers["AggregateStream"].Count(row => (string)row[1] == "acked").ShouldBe(6);
        answers["FetchStreamState"].Single()[1].ShouldBe(7L);
    }

    private static async Task<int> AppendUntilAsync(EventStore store, int writer, CancellationToken done)
    {
        var appended = 0;
        for (var version = 0; !done.IsCancellationRequested; version++)
        {
            var own = Facts.To($"ours-{writer}", version);
            await store.AppendAsync(own with { Streams = [.. own.Streams, .. Facts.To("shared").Streams] }, Ct);
            appended += 2;
        }

        return appended;
    }

    private static async Task<ConcurrentQueue<Guid>> FollowAsync(EventStore store, CancellationToken done)
    {
        var seen = new ConcurrentQueue<Guid>();
        for (var position = 0L; !done.IsCancellationRequested;)
        {
            var page = await store.ReadPageAsync(position, 50, null, false, Ct);
            foreach (var recorded in page.Events)
                seen.Enqueue(recorded.Id);
            position = page.Through;
        }

        return seen;
    }

    private sealed class Warnings : ILogger<EventStore>
    {
        public ConcurrentQueue<string> Texts { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Texts.Enqueue(formatter(state, exception));
        }
    }

    private static async Task<List<RecordedEvent>> AllAsync(EventStore store)
    {
        var log = new List<RecordedEvent>();
        while (await store.ReadAsync(log.Count, 500, null, false, Ct) is { Count: > 0 } page)
            log.AddRange(page);
        return log;
    }
}
