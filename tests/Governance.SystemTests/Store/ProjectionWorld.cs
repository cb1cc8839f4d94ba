using Governance.EventSourcing;
using Governance.EventSourcing.Projections;
using Governance.SystemTests.Fixture;

namespace Governance.SystemTests.Store;

/// <summary>A store with projections, and the nodes that run them.</summary>
internal sealed class ProjectionWorld : IAsyncDisposable
{
    private readonly List<ProjectionDaemon> _daemons = [];

    private ProjectionWorld(TestDatabase database) => (Database, Store) = (database, database.OpenStore());

    public TestDatabase Database { get; }

    public EventStore Store { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<ProjectionWorld> CreateAsync() => new(await TestDatabase.CreateAsync());

    /// <summary>A node of its own, running.</summary>
    public Task<ProjectionDaemon> StartAsync(params Projection[] projections) =>
        StartAsync(null, projections);

    public Task<ProjectionDaemon> StartAsync(Func<string, bool>? knows, params Projection[] projections) =>
        StartAsync(TimeProvider.System, knows, projections);

    /// <summary>A node whose timers a test may hold.</summary>
    public async Task<ProjectionDaemon> StartAsync(
        TimeProvider clock, Func<string, bool>? knows, params Projection[] projections)
    {
        var store = _daemons.Count == 0 ? Store : Database.OpenStore();
        var daemon = new ProjectionDaemon(store, Database.DataSource, projections, clock, knows);
        _daemons.Add(daemon);
        await daemon.PrepareAsync(Ct);
        daemon.Start();
        return daemon;
    }

    /// <summary>Facts <c>{"n":1}</c>, round robin over three streams.</summary>
    public async Task AppendAsync(int count)
    {
        for (var n = 0; n < count; n++)
            await Store.AppendAsync(Facts.To($"s-{n % 3}"), Ct);
    }

    public async Task AppendAsync(string stream, params int[] numbers)
    {
        foreach (var number in numbers)
            await AppendJsonAsync(stream, $$"""{"n":{{number}}}""");
    }

    public Task AppendJsonAsync(string stream, string json) =>
        Store.AppendAsync(Facts.To(stream, facts: Facts.Fact(json)), Ct);

    /// <summary>Many facts at once.</summary>
    public async Task AppendManyAsync(string stream, int count) => await Store.AppendAsync(
        Facts.To(stream, facts: [.. Enumerable.Range(0, count).Select(_ => Facts.Fact())]), Ct);

    /// <summary>Rows as <c>key:facts:last</c>; of a history the current ones.</summary>
    public Task<string> RowsAsync(string view) => Database.ScalarAsync<string>(
        $"select coalesce(string_agg(key || ':' || facts || ':' || last, ',' order by key), '') from {view}");

    /// <summary>Every row with every column.</summary>
    public Task<string> DumpAsync(string view) => Database.ScalarAsync<string>(
        $"select coalesce(string_agg(r::text, e'\\n' order by r::text), '') from {view} r");

    public Task<long> CheckpointAsync(string name) => Database.ScalarAsync<long>(
        $"select coalesce((select last_seq_id from mt_event_progression where name = '{name}'), -1)");

    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in _daemons)
            await daemon.DisposeAsync();
        await Database.DisposeAsync();
    }
}
