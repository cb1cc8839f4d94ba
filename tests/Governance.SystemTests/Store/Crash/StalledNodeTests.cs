using Governance.EventSourcing;
using Governance.Postgres;
using Governance.SystemTests.Fixture;
using Npgsql;

namespace Governance.SystemTests.Store.Crash;

public sealed class StalledNodeTests
{
    private static readonly TimeSpan s_bar = TimeSpan.FromSeconds(5);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_stopped_inside_a_copy_holds_the_others_for_less_than_five_seconds()
    {
        await using var database = await TestDatabase.CreateAsync();
        var store = database.OpenStore();
        await store.AppendAsync(Facts.To("s-1"), Ct);

        // What a stopped process leaves at the server: a backend that has the lock and waits for more rows.
        await using var stopped = await database.DataSource.OpenConnectionAsync(Ct);
        await using (var entering = new NpgsqlCommand("begin; select es_enter()", stopped))
            await entering.ExecuteNonQueryAsync(Ct);
        var copy = await stopped.BeginBinaryImportAsync("copy mt_events (seq_id, id) from stdin (format binary)", Ct);

        var asked = TimeProvider.System.GetTimestamp();
        (await store.AppendAsync(Facts.To("s-1"), Ct)).FirstPosition.ShouldBe(2);
        TimeProvider.System.GetElapsedTime(asked).ShouldKeep(s_bar);
        await Should.ThrowAsync<Exception>(async () => await copy.CompleteAsync(Ct));
        await copy.DisposeAsync();
    }

    [Fact]
    public async Task A_process_that_is_stopped_and_woken_loses_nothing_and_doubles_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var ledger = new System.Collections.Concurrent.ConcurrentDictionary<Guid, bool>();
        using var node = WritingNode.Start(database.ConnectionString, database.Schema, 20_290, ledger);
        var store = database.OpenStore();
        for (var round = 0; round < 3; round++)
        {
            var before = ledger.Count;
            await Eventually.IsTrueAsync(
                "the node writes", () => ledger.Count > before + 200);
            Signal(node, "STOP");
            var asked = TimeProvider.System.GetTimestamp();
            await store.AppendAsync(Facts.To("other"), Ct);
            TimeProvider.System.GetElapsedTime(asked).ShouldKeep(s_bar);
            Signal(node, "CONT");
        }

        await node.KillAsync();
        var stored = new HashSet<Guid>();
        long after = 0;
        while (await store.ReadAsync(after, 2_000, null, false, Ct) is { Count: > 0 } page)
        {
            page.ShouldAllBe(e => stored.Add(e.Id));
            after = page[^1].Position;
        }

        after.ShouldBe(stored.Count);
        ledger.Keys.Where(id => !stored.Contains(id)).ShouldBeEmpty();
    }

    private static void Signal(WritingNode node, string signal)
    {
        using var kill = System.Diagnostics.Process.Start(
            "kill", [$"-{signal}", node.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
