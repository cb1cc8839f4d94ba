using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Postgres.Waking;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Governance.SystemTests.Fixture;

/// <summary>One test's database: a fresh schema with every migration applied, dropped afterwards.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _opened = [];

    private TestDatabase(string connectionString, string schema)
    {
        ConnectionString = connectionString;
        Schema = schema;
        // The name lets a test end its own sessions and nobody else's.
        DataSource = GovernanceDatabase.Open($"{connectionString};Application Name={schema}", schema);
    }

    /// <summary>Of the server; the schema is separate.</summary>
    public string ConnectionString { get; }

    public string Schema { get; }

    public NpgsqlDataSource DataSource { get; }

    public static async Task<TestDatabase> CreateAsync(bool migrated = true) =>
        await CreateAsync(await TestCluster.ConnectionStringAsync(), migrated);

    /// <summary>On a server of the test's own, which it may kill.</summary>
    public static async Task<TestDatabase> CreateAsync(string connectionString, bool migrated = true)
    {
        var schema = $"t_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):n}";
        var database = new TestDatabase(connectionString, schema);
        if (migrated)
            await Migrations.ApplyAsync(database.DataSource, TestContext.Current.CancellationToken);
        return database;
    }

    /// <summary>Ends every session of this schema, whatever it is in the middle of.</summary>
    public async Task EndSessionsAsync()
    {
        await using var apart = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await apart.OpenAsync(TestContext.Current.CancellationToken);
        await using var ending = new NpgsqlCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", apart);
        ending.Parameters.AddWithValue(Schema);
        await ending.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A node's view of the database: its own store, with its own connections and memory.</summary>
    public EventStore OpenStore(
        TimeProvider? clock = null, EventStoreOptions? options = null, ILogger<EventStore>? logger = null)
    {
        var wakeUps = new WakeUps(DataSource, TimeProvider.System);
        var store = new EventStore(DataSource, wakeUps, clock ?? TimeProvider.System, options, logger);
        _opened.Add(wakeUps);
        _opened.Add(store);
        return store;
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
            await opened.DisposeAsync();
        await using (var drop = DataSource.CreateCommand($"drop schema if exists {Schema} cascade"))
            await drop.ExecuteNonQueryAsync();
        await DataSource.DisposeAsync();
    }
}
