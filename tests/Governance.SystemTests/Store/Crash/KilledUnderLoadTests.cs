using System.Collections.Concurrent;
using System.Diagnostics;
using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.Postgres.Embedded;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Store.Crash;

/// <summary>SIGKILL, at any moment, of either node or of PostgreSQL itself, with a ledger kept outside.</summary>
public sealed class KilledUnderLoadTests(ITestOutputHelper output)
{
    private const int Seed = 20_280;

    private static readonly int s_rounds = Environment.GetEnvironmentVariable("GOVERNANCE_LONG") == "1" ? 100 : 4;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_nothing_is_there_twice_and_projections_equal_a_rebuild()
    {
        output.WriteLine($"seed {Seed}, {s_rounds} rounds");
        var folder = Path.Combine(Path.GetTempPath(), $"governance-killed-store-{Environment.ProcessId}");
        var cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions(folder), TimeProvider.System, Ct);
        var port = cluster.Port;
        try
        {
            var database = await TestDatabase.CreateAsync(cluster.ConnectionString);
            var ledger = new ConcurrentDictionary<Guid, bool>();
            using (var killing = new Killing(database, ledger))
            {
                for (var round = 0; round < s_rounds; round++)
                {
                    var before = ledger.Count;
                    await Eventually.IsTrueAsync(
                        $"appends go on in round {round}", () => ledger.Count > before + 200);
                    if (killing.Next() is { } node)
                        await killing.ReplaceAsync(node, Seed + (round * 100));
                    else
                        cluster = await KillAndRestartAsync(cluster, folder, port);
                }
            }

            await ShouldHoldAsync(database, ledger);
            await database.DisposeAsync();
        }
        finally
        {
            await cluster.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<EmbeddedCluster> KillAndRestartAsync(EmbeddedCluster cluster, string folder, int port)
    {
        using (var postmaster = Process.GetProcessById(cluster.ProcessId))
            postmaster.Kill();
        await cluster.DisposeAsync();
        return await EmbeddedCluster.StartAsync(
            new EmbeddedClusterOptions(folder) { Port = port }, TimeProvider.System, Ct);
    }

    private async Task ShouldHoldAsync(TestDatabase database, ConcurrentDictionary<Guid, bool> ledger)
    {
        var store = database.OpenStore();
        var log = new List<RecordedEvent>();
        while (await store.ReadAsync(log.Count, 2_000, null, false, Ct) is { Count: > 0 } page)
            log.AddRange(page);
        output.WriteLine($"{ledger.Count} acknowledged, {log.Count} stored");
        var stored = log.Select(e => e.Id).ToHashSet();
        ledger.Keys.Where(id => !stored.Contains(id)).ShouldBeEmpty();
        stored.Count.ShouldBe(log.Count);
        log.Select(e => e.Position).ShouldBe(Enumerable.Range(1, log.Count).Select(n => (long)n));
        foreach (var stream in log.GroupBy(e => e.StreamId))
            stream.Select(e => e.Version).ShouldBe(Enumerable.Range(1, stream.Count()).Select(n => (long)n));

        await using var daemon = new ProjectionDaemon(store, database.DataSource, [new Tally()], TimeProvider.System);
        await daemon.PrepareAsync(Ct);
        daemon.Start();
        await daemon.WaitForNonStaleProjectionDataAsync(Patience.Long, Ct);
        var live = await DumpAsync(database);
        await daemon.RebuildProjectionAsync("Tally", Ct);
        (await DumpAsync(database)).ShouldBe(live);
        live.ShouldNotBeEmpty();
    }

    private static Task<string> DumpAsync(TestDatabase database) => database.ScalarAsync<string>(
        "select coalesce(string_agg(r::text, e'\\n' order by r::text), '') from tally_v1 r");

    /// <summary>Two nodes, and the dice that say who is next.</summary>
    private sealed class Killing : IDisposable
    {
#pragma warning disable RS0030 // The seed is printed.
        private readonly Random _random = new(Seed);
#pragma warning restore RS0030
        private readonly TestDatabase _database;
        private readonly ConcurrentDictionary<Guid, bool> _ledger;
        private readonly WritingNode[] _nodes;

        public Killing(TestDatabase database, ConcurrentDictionary<Guid, bool> ledger)
        {
            (_database, _ledger) = (database, ledger);
            _nodes = [StartNode(Seed), StartNode(Seed + 50)];
        }

        /// <summary>Which node is killed next; null for PostgreSQL.</summary>
        public int? Next() => _random.Next(_nodes.Length + 1) is var chosen && chosen < _nodes.Length ? chosen : null;

        public async Task ReplaceAsync(int node, int seed)
        {
            await _nodes[node].KillAsync();
            _nodes[node].Dispose();
            _nodes[node] = StartNode(seed);
        }

        public void Dispose()
        {
            foreach (var node in _nodes)
                node.Dispose();
        }

        private WritingNode StartNode(int seed) =>
            WritingNode.Start(_database.ConnectionString, _database.Schema, seed, _ledger);
    }
}
