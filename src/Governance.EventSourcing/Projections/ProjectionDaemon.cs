using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Governance.EventSourcing.Projections;

/// <summary>
/// Keeps every asynchronous projection up with the log. Each runs by itself: one that fails or is slow holds up no
/// other. Several nodes may run the same daemon; the checkpoints let only one of them write.
/// </summary>
public sealed class ProjectionDaemon : IAsyncDisposable
{
    private readonly EventStore _store;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, Shard> _shards; // Bounded by the projections of the product.

    /// <summary>Knows its projections; <see cref="Start"/> starts them.</summary>
    public ProjectionDaemon(
        EventStore store,
        NpgsqlDataSource database,
        IEnumerable<IProjection> projections,
        TimeProvider clock,
        ILogger<ProjectionDaemon>? logger = null)
    {
        _store = store;
        _clock = clock;
        _shards = projections.ToDictionary(
            projection => projection.Name,
            projection => new Shard(new ProjectionRunner(
                store, database, projection, clock, (ILogger?)logger ?? NullLogger.Instance)),
            StringComparer.Ordinal);
    }

    /// <summary>How far each projection is.</summary>
    public IReadOnlyList<ProjectionProgress> Progress => [.. _shards.Values.Select(shard => shard.Runner.Progress)];

    /// <summary>Starts every projection that does not run.</summary>
    public void Start()
    {
        foreach (var shard in _shards.Values)
            shard.Start();
    }

    /// <summary>Completes once a projection holds everything up to a position.</summary>
    /// <exception cref="TimeoutException">It does not within the given time.</exception>
    public Task WaitForNonStaleProjectionDataAsync(
        string name, long position, TimeSpan timeout, CancellationToken ct = default) =>
        Find(name).Runner.WaitForAsync(position, ct).WaitAsync(timeout, _clock, ct);

    /// <summary>Completes once every projection holds everything that is in the log now.</summary>
    public async Task WaitForNonStaleProjectionDataAsync(TimeSpan timeout, CancellationToken ct = default)
    {
        var head = await _store.HeadAsync(ct);
        await Task.WhenAll(_shards.Values.Select(shard => shard.Runner.WaitForAsync(head.Position, ct)))
            .WaitAsync(timeout, _clock, ct);
    }

    /// <summary>
    /// Empties a projection and applies the whole log anew; completes when it is back at the present.
    /// </summary>
    public async Task RebuildProjectionAsync(string name, CancellationToken ct)
    {
        var shard = Find(name);
        await shard.DisposeAsync();
        await shard.Runner.ResetAsync(ct);
        shard.Start();
        await shard.Runner.WaitForAsync((await _store.HeadAsync(ct)).Position, ct);
    }

    /// <summary>Stops every projection between two transactions.</summary>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_shards.Values.Select(shard => shard.DisposeAsync().AsTask()));

    private Shard Find(string name) => _shards.TryGetValue(name, out var shard)
        ? shard
        : throw new ArgumentException($"There is no projection {name}.", nameof(name));

    private sealed class Shard(ProjectionRunner runner) : IAsyncDisposable
    {
        private CancellationTokenSource? _stopping;
        private Task _running = Task.CompletedTask;

        public ProjectionRunner Runner => runner;

        public void Start()
        {
            if (_stopping is not null)
                return;
            _stopping = new CancellationTokenSource();
            var ct = _stopping.Token;
            _running = Task.Run(() => runner.RunAsync(ct), CancellationToken.None);
        }

        /// <summary>Stops it; it may be started again.</summary>
        public async ValueTask DisposeAsync()
        {
            if (_stopping is not { } stopping)
                return;
            await stopping.CancelAsync();
            await _running;
            stopping.Dispose();
            _stopping = null;
        }
    }
}
