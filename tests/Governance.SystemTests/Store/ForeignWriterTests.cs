using System.Data;
using Governance.EventSourcing;
using Governance.SystemTests.Fixture;
using Npgsql;

namespace Governance.SystemTests.Store;

/// <summary>Whoever writes to the tables passes the door: Marten in its own words, and plain SQL.</summary>
public sealed class ForeignWriterTests : IAsyncLifetime
{
    private const string Insert = "insert into mt_events (seq_id, id, stream_id, version, data, type)";
    private TestDatabase _database = null!;
    private EventStore _store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _store = _database.OpenStore();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Martens_recorded_conversation_gets_the_recorded_answers()
    {
        await _store.AppendAsync(Facts.To("ours"), Ct);
        var answers = new Dictionary<string, List<object[]>>();
        await using var connection = await _database.DataSource.OpenConnectionAsync(Ct);
        foreach (var said in MartenConversation.Read(Checkout.Shared("data/marten-9.29/conversation.txt")))
        {
            await using var command = new NpgsqlCommand(said.In(_database.Schema), connection);
            await using var reader = await command.ExecuteReaderAsync(Ct);
            var rows = answers[said.Step] = [];
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
        answers["QueryRawDataOnly Raised"].Count.ShouldBe(2);

        await _store.AppendAsync(Facts.To("fixture-1", 7), Ct);
        var log = await _store.ReadAsync(0, 100, null, false, Ct);
        log.Select(e => e.Position).ShouldBe(Enumerable.Range(1, 10).Select(n => (long)n));
        log.Select(e => e.At).ShouldBeInOrder();
        log.Count(e => e.StreamId == "fixture-1").ShouldBe(8);
        await _database.ShouldBeCompleteAsync();
        (await _database.ScalarAsync<long>("select last_value from mt_events_sequence")).ShouldBe(10);
    }

    [Fact]
    public async Task Plain_sql_gets_position_time_hashes_and_a_stream()
    {
        await _store.AppendAsync(Facts.To("s-1"), Ct);
        var heard = _store.WaitForPastAsync(1, Ct);
        await _database.ExecuteAsync(
            $$"""
            {{Insert}} values
                (77, gen_random_uuid(), 's-1', 2, '{"by": "hand"}', 'a.b'),
                (78, gen_random_uuid(), 's-1', 3, '{"by": "hand"}', 'a.b')
            """);
        await heard.WaitAsync(Patience.Long, Ct);
        (await _store.FetchStreamAsync("s-1", ct: Ct)).Select(e => e.Position).ShouldBe([1, 2, 3]);
        (await _store.FetchStreamStateAsync("s-1", Ct))!.Version.ShouldBe(3);
        await Should.ThrowAsync<StreamConflictException>(_store.AppendAsync(Facts.To("s-1", 1), Ct));
        (await _store.AppendAsync(Facts.To("s-1", 3), Ct)).FirstPosition.ShouldBe(4);
        await _database.ShouldBeCompleteAsync();
    }

    [Fact]
    public async Task Hashes_and_positions_that_a_writer_brings_along_are_not_believed()
    {
        await _store.AppendAsync(Facts.To("s-1"), Ct);
        await _database.ExecuteAsync(
            $$"""
            insert into mt_events (seq_id, id, stream_id, version, data, type, salt, data_hash, meta_hash, timestamp)
            select 9, gen_random_uuid(), 's-1', 2, '{"by": "hand"}', 'a.b', h, h, h, now() - interval '1 day'
            from sha256('forged') h
            """);
        var forged = (await _store.FetchStreamAsync("s-1", ct: Ct))[^1];
        forged.Position.ShouldBe(2);
        forged.At.ShouldBeGreaterThanOrEqualTo((await _store.FetchStreamAsync("s-1", ct: Ct))[0].At);
        (await _database.ScalarAsync<bool>("select bool_or(data_hash = sha256('forged')) from mt_events"))
            .ShouldBeFalse();
        await _database.ShouldBeCompleteAsync();
    }

    [Fact]
    public async Task A_rolled_back_writer_leaves_no_hole()
    {
        await using (var connection = await _database.DataSource.OpenConnectionAsync(Ct))
        await using (await connection.BeginTransactionAsync(Ct))
        {
            await using var command = new NpgsqlCommand(
                $"{Insert} values (0, gen_random_uuid(), 's-1', 1, 'null', 'a.b')", connection);
            await command.ExecuteNonQueryAsync(Ct);
        }

        (await _store.AppendAsync(Facts.To("s-1"), Ct)).FirstPosition.ShouldBe(1);
    }

    [Theory]
    [InlineData("update mt_events set type = 'c.d'")]
    [InlineData("delete from mt_events")]
    [InlineData("truncate mt_events")]
    [InlineData("delete from mt_streams")]
    [InlineData("truncate mt_streams")]
    [InlineData("update es_head set position = position - 1")]
    [InlineData("update es_head set at = at - interval '1 second'")]
    [InlineData("delete from es_head")]
    public async Task Facts_are_never_changed(string sql)
    {
        await _store.AppendAsync(Facts.To("s-1"), Ct);
        var refused = await Should.ThrowAsync<PostgresException>(_database.ExecuteAsync(sql));
        refused.MessageText.ShouldStartWith("facts are never changed");
        (await _store.FetchStreamAsync("s-1", ct: Ct)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("values (0, gen_random_uuid(), 's-1', 5, '{}', 'a.b')", "would leave a gap")]
    [InlineData("""values (0, gen_random_uuid(), 's-1', 1, '{"a":"\u0000"}', 'a.b')""", "unsupported Unicode")]
    public async Task What_breaks_a_reader_is_refused(string values, string why) =>
        (await Should.ThrowAsync<PostgresException>(_database.ExecuteAsync($"{Insert} {values}")))
            .MessageText.ShouldContain(why);

    [Fact]
    public async Task A_snapshot_older_than_the_lock_is_refused()
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, Ct);
        await using var command = new NpgsqlCommand(
            $"{Insert} values (0, gen_random_uuid(), 's-1', 1, '{{}}', 'a.b')", connection);
        (await Should.ThrowAsync<PostgresException>(command.ExecuteNonQueryAsync(Ct)))
            .MessageText.ShouldContain("READ COMMITTED only");
    }
}
