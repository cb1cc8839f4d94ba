using Governance.Postgres;
using Governance.Postgres.Embedded;
using Npgsql;

namespace Governance.Benchmarks;

/// <summary>A private, durable PostgreSQL of its own for one run, with every migration; gone afterwards.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly EmbeddedCluster _cluster;
    private readonly string _folder;

    private BenchmarkDatabase(EmbeddedCluster cluster, string folder, NpgsqlDataSource dataSource) =>
        (_cluster, _folder, DataSource) = (cluster, folder, dataSource);

    public NpgsqlDataSource DataSource { get; }

    /// <summary>The process whose children serve the connections.</summary>
    public int ProcessId => _cluster.ProcessId;

    /// <summary>With its password, for a server that opens its own connections.</summary>
    public string ConnectionString => _cluster.ConnectionString;

    public static async Task<BenchmarkDatabase> StartAsync(CancellationToken ct)
    {
        var folder = TemporaryFolder();
        var cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions(folder), TimeProvider.System, ct);
        var dataSource = GovernanceDatabase.Open(cluster.ConnectionString);
        await Migrations.ApplyAsync(dataSource, ct);
        return new BenchmarkDatabase(cluster, folder, dataSource);
    }

    public static string TemporaryFolder() =>
        Path.Combine(Path.GetTempPath(), $"governance-bench-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):n}");

    public async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var command = DataSource.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
