using System.Collections.Concurrent;
using Governance.EventSourcing;
using Governance.SystemTests.Fixture;
using Npgsql;

namespace Governance.SystemTests.Store;

/// <summary>
/// Plain-SQL writers that dawdle, change their minds and are killed in the middle, beside this store's own appends.
/// </summary>
public sealed class ForeignCrowdTests(ITestOutputHelper output)
{
    private const int Writers = 6;

    private static readonly int s_transactions =
        Environment.GetEnvironmentVariable("GOVERNANCE_LONG") == "1" ? 240 : 12;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delays_rollbacks_and_killed_connections_leave_no_hole_and_lose_nothing_committed()
    {
        const int seed = 20262;
        output.WriteLine($"seed {seed}");
        await using var database = await TestDatabase.CreateAsync();
        var store = database.OpenStore();
        var committed = new ConcurrentBag<Guid>();
        var crowd = Enumerable.Range(0, Writers)
            .Select(n => WriteAsync(database, n, seed + n, committed)).ToList();
        for (var n = 0; crowd.Exists(writer => !writer.IsCompleted); n++)
            await store.AppendAsync(Facts.To("ours", n), Ct);
        await Task.WhenAll(crowd);

        var stored = await database.ScalarAsync<Guid[]>(
            "select array_agg(id order by seq_id) from mt_events where stream_id <> 'ours'");
        committed.Except(stored).ShouldBeEmpty("a commit that was answered is in the log");
        await database.ShouldBeCompleteAsync();
        (await database.ScalarAsync<bool>(
            """
            select bool_and(versions = last) from (
                select count(*) versions, max(version) last from mt_events group by stream_id) s
            """)).ShouldBeTrue();
    }

    private static async Task WriteAsync(TestDatabase database, int writer, int seed, ConcurrentBag<Guid> committed)
    {
#pragma warning disable RS0030 // The seed is printed.
        var random = new Random(seed);
#pragma warning restore RS0030
        for (var n = 0; n < s_transactions; n++)
        {
            var bytes = new byte[16];
            random.NextBytes(bytes);
            var (id, fate, delay) = (new Guid(bytes), random.Next(3), random.Next(8));
            try
            {
                await using var connection = await database.DataSource.OpenConnectionAsync(Ct);
                await using var transaction = await connection.BeginTransactionAsync(Ct);
                await using var insert = new NpgsqlCommand(
                    $$"""
                    insert into mt_events (id, stream_id, version, data, type)
                    select '{{id}}', 'crowd-{{writer}}', 1 + coalesce(max(version), 0), '{}', 'a.b'
                    from mt_events where stream_id = 'crowd-{{writer}}'
                    """,
                    connection);
                await insert.ExecuteNonQueryAsync(Ct);
                insert.CommandText = $"select pg_sleep({delay} / 1000.0)";
                await insert.ExecuteNonQueryAsync(Ct);
                if (fate == 0)
                    continue;
                if (fate == 1)
                    await database.ExecuteAsync($"select pg_terminate_backend({connection.ProcessID})");
                await transaction.CommitAsync(Ct);
                committed.Add(id);
            }
            catch (NpgsqlException)
            {
                // Killed before its commit: nothing was promised.
            }
        }
    }
}
