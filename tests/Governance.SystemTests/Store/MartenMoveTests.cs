using System.Text.RegularExpressions;
using Governance.EventSourcing;
using Governance.SystemTests.Fixture;
using Npgsql;

namespace Governance.SystemTests.Store;

/// <summary>The statements of docs/event-store.md move a log from Marten to here and back.</summary>
public sealed partial class MartenMoveTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A second schema, with the tables as Marten makes them.</summary>
    private string Marten => _database.Schema + "_marten";

    public async ValueTask InitializeAsync()
    {
        var recorded = MartenTables.Read(Checkout.Shared("data/marten-9.29/tables.txt"));
        _database = await TestDatabase.CreateAsync();
        await _database.ExecuteAsync($"create schema {Marten}");
        await _database.ExecuteAsync($"create sequence {Marten}.mt_events_sequence");
        foreach (var table in recorded.Columns.GroupBy(column => column.Key.Split('.')[0]))
        {
            // Marten's own payload column; the recording had been changed to json.
            var columns = table.Select(column => column.Key == "mt_events.data"
                ? "data jsonb"
                : $"{column.Key.Split('.')[1]} {column.Value}");
            await _database.ExecuteAsync($"create table {Marten}.{table.Key} ({string.Join(", ", columns)})");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _database.ExecuteAsync($"drop schema {Marten} cascade");
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_log_moves_from_Marten_to_here()
    {
        await _database.ExecuteAsync(
            $$"""
            insert into {{Marten}}.mt_streams (id, type, version, timestamp, created, tenant_id, is_archived)
            values ('s-1', 'game', 2, now(), '2025-01-01', '*DEFAULT*', false),
                ('s-2', null, 1, now(), '2025-01-02', '*DEFAULT*', true);
            insert into {{Marten}}.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id)
            values (7, gen_random_uuid(), 's-1', 2, '{"n": 2}', 'moved', '2025-01-03Z', '*DEFAULT*'),
                (3, gen_random_uuid(), 's-1', 1, '{"n": 1}', 'opened', '2025-01-01Z', '*DEFAULT*'),
                (5, gen_random_uuid(), 's-2', 1, '{"n": 3}', 'opened', '2025-01-02Z', '*DEFAULT*')
            """);
        await RunAsync("From Marten to here");

        var store = _database.OpenStore();
        var log = await store.ReadAsync(0, 100, null, false, Ct);
        log.Select(e => (e.Position, e.StreamId, e.Version, e.Type)).ShouldBe(
            [(1, "s-1", 1, "opened"), (2, "s-2", 1, "opened"), (3, "s-1", 2, "moved"), (4, "s-2", 2, "archived")]);
        log[0].HeadersJson.ShouldNotBeNull().ShouldContain("2025-01-01T00:00:00");
        var state = await store.FetchStreamStateAsync("s-1", Ct);
        (state!.Type, state.Version, state.Created.Year).ShouldBe(("game", 2, 2025));
        await Should.ThrowAsync<StreamArchivedException>(store.AppendAsync(Facts.To("s-2"), Ct));
        (await store.AppendAsync(Facts.To("s-1", 2), Ct)).FirstPosition.ShouldBe(5);
        await _database.ShouldBeCompleteAsync();
    }

    [Fact]
    public async Task A_log_moves_from_here_to_Marten()
    {
        var store = _database.OpenStore();
        await store.AppendAsync(Facts.To("s-1", facts: [Facts.Fact(), Facts.Fact()]), Ct);
        await store.AppendAsync(Facts.To("s-2"), Ct);
        await _database.ExecuteAsync("select mt_archive_stream('s-2')");
        await RunAsync("From here to Marten");

        (await _database.ScalarAsync<string[]>(
            $"""
            select array_agg(format('%s %s %s %s', seq_id, stream_id, version, is_archived) order by seq_id)
            from {Marten}.mt_events
            """)).ShouldBe(["1 s-1 1 f", "2 s-1 2 f", "3 s-2 1 t", "4 s-2 2 t"]);
        (await _database.ScalarAsync<long>($"select nextval('{Marten}.mt_events_sequence')")).ShouldBe(5);
    }

    private async Task RunAsync(string chapter)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs/event-store.md"), Ct);
        var sql = Block().Match(page[page.IndexOf($"**{chapter}.**", StringComparison.Ordinal)..]).Groups["sql"].Value
            .Replace("marten.", Marten + ".", StringComparison.Ordinal)
            .Replace("governance.", _database.Schema + ".", StringComparison.Ordinal);
        await using var connection = await _database.DataSource.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await using var moving = new NpgsqlCommand(sql, connection);
        await moving.ExecuteNonQueryAsync(Ct);
        await transaction.CommitAsync(Ct);
    }

    [GeneratedRegex("```sql\n(?<sql>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
