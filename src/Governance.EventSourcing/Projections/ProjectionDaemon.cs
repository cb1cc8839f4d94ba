using Governance.EventSourcing.Projections.Generations;
using Governance.EventSourcing.Projections.Parking;
using Governance.EventSourcing.Projections.Running;
using Governance.Postgres.Leasing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Governance.EventSourcing.Projections;

/// <summary>
/// Keeps every projection up with the log. Each runs by itself: one that fails or is slow holds up no other. Several
/// nodes may run the same daemon: a lease says which of them writes a projection, and every transaction judges it.
/// </summary>
public sealed class ProjectionDaemon : IAsyncDisposable
{
    /// <summary>Generations that one node fills at a time: each reads the whole log.</summary>
    private const int MaxBuilds = 2;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    private static int s_daemons;

    private readonly EventStore _store;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _builds = new(MaxBuilds);
    private readonly Dictionary<string, ProjectionShard> _shards; // Bounded by the projections of the product.

    /// <summary>Knows its projections; <see cref="Start"/> starts them.</summary>
    /// <param name="store">The log.</param>
    /// <param name="database">Where the tables are.</param>
    /// <param name="projections">Each with a name of its own.</param>
    /// <param name="clock">Of pauses only; rows know the events' time.</param>
    /// <param name="knows">
    /// Whether this binary knows an event type; at one that it does not, a projection stops and gives its lease back.
    /// </param>
    /// <param name="logger">Hears of changes of turn and of failures.</param>
    public ProjectionDaemon(
        EventStore store,
        NpgsqlDataSource database,
        IEnumerable<Projection> projections,
        TimeProvider clock,
        Func<string, bool>? knows = null,
        ILogger<ProjectionDaemon>? logger = null)
    {
        (_store, _clock) = (store, clock);
        var leases = new Leases(database);
        var holder = $"{Environment.MachineName}/{Environment.ProcessId}/{Interlocked.Increment(ref s_daemons)}";
        _shards = projections.ToDictionary(
            projection => projection.Name,
            projection => new ProjectionShard(
                new ProjectionWork(projection, store, database, clock, knows),
                leases,
                holder,
                _builds,
                (ILogger?)logger ?? NullLogger.Instance),
            StringComparer.Ordinal);
    }

    /// <summary>How far each projection is, as this node knows it.</summary>
    public IReadOnlyList<ProjectionProgress> Progress => [.. _shards.Values.Select(shard => shard.Standing.Progress)];

    /// <summary>Makes the tables that are not there yet, so that readers find them, empty as they may be.</summary>
    public async Task PrepareAsync(CancellationToken ct)
    {
        foreach (var shard in _shards.Values)
            await shard.Generations.PrepareAsync(ct);
    }

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
        Find(name).Standing.WaitForAsync(position, ct).WaitAsync(timeout, _clock, ct);

    /// <summary>Completes once every projection holds everything that is in the log now.</summary>
    public async Task WaitForNonStaleProjectionDataAsync(TimeSpan timeout, CancellationToken ct = default)
    {
        var head = await _store.HeadAsync(ct);
        await Task.WhenAll(_shards.Values.Select(shard => shard.Standing.WaitForAsync(head.Position, ct)))
            .WaitAsync(timeout, _clock, ct);
    }

    /// <summary>
    /// Asks for a new generation of a projection's table, built from the whole log beside the live one by the node that
    /// runs the projection. It outlives this process: whoever takes the lease goes on with it.
    /// </summary>
    public Task RequestRebuildAsync(string name, CancellationToken ct) => Find(name).Generations.RequestAsync(ct);

    /// <summary>Gives up a rebuild; readers never saw it.</summary>
    public Task CancelRebuildAsync(string name, CancellationToken ct) => Find(name).Generations.CancelAsync(ct);

    /// <summary>Asks for a rebuild and completes when readers see its result, or when it is given up.</summary>
    /// <exception cref="OperationCanceledException">Somebody has cancelled it.</exception>
    public async Task RebuildProjectionAsync(string name, CancellationToken ct)
    {
        var generations = Find(name).Generations;
        await generations.RequestAsync(ct);
        var number = (await generations.ReadAsync(ct)).Max(known => known.Number);
        while (true)
        {
            var asked = (await generations.ReadAsync(ct)).SingleOrDefault(known => known.Number == number);
            if (asked?.State == GenerationState.Live)
                return;
            if (asked?.State != GenerationState.Building)
                throw new OperationCanceledException($"The rebuild of {name} was given up.");
            await Task.Delay(s_look, _clock, ct);
        }
    }

    /// <summary>Keys that projections have set aside, the oldest first.</summary>
    public async Task<IReadOnlyList<ParkedKey>> ListParkedKeysAsync(CancellationToken ct)
    {
        var keys = new List<ParkedKey>();
        foreach (var shard in _shards.Values)
            keys.AddRange(await shard.Parked.ListAsync(ct));
        return keys;
    }

    /// <summary>Has a parked key tried again, wherever the projection runs; false where it is not parked.</summary>
    public Task<bool> RetryParkedKeyAsync(string name, string key, CancellationToken ct) =>
        Find(name).Parked.WishRetryAsync(key, ct);

    /// <summary>Stops every projection between two transactions.</summary>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_shards.Values.Select(shard => shard.DisposeAsync().AsTask()));

    private ProjectionShard Find(string name) => _shards.TryGetValue(name, out var shard)
        ? shard
        : throw new ArgumentException($"There is no projection {name}.", nameof(name));
}
