using System.Collections.Concurrent;
using System.IO.Compression;
using Governance.Domain;
using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching;
using Npgsql;

namespace Governance.Server.Signals;

/// <summary>
/// The watches of all deployments: kept in memory while their segments come, saved now and then, and brought up to date
/// from the log after a restart.
/// </summary>
internal sealed class WatchBook(
    NpgsqlDataSource database,
    EventStore store,
    WatchedFacts facts,
    PolicyBook policies,
    WatchSettings settings,
    TimeProvider clock) : IDisposable
{
    /// <summary>
    /// Segments and closings read back for a watch without a usable saved state; older ones are not needed to judge
    /// what comes.
    /// </summary>
    internal const int MaxLookBack = 5_000;

    /// <summary>How long a watch may run ahead of what is saved of it; so much is read again after a restart.</summary>
    private static readonly TimeSpan s_saveEvery = TimeSpan.FromSeconds(60);

    // Bounded by the deployments of the installation.
    private readonly ConcurrentDictionary<string, HeldWatch> _held = new(StringComparer.Ordinal);

    // For pages, where this node has not judged the deployment since its start. Bounded like the watches at work.
    private readonly Dictionary<string, DeploymentWatch> _copies = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _copying = new(1);

    /// <summary>The watch as it was before a segment, or later if it has seen that one already.</summary>
    internal async Task<HeldWatch> HoldAsync(string deployment, Fact segment, CancellationToken ct)
    {
        if (_held.TryGetValue(deployment, out var held) && held.Continues(segment))
            return held;
        var watch = await LoadAsync(deployment, segment.Position, ct);
        return _held[deployment] = new HeldWatch(watch, held?.SavedAt ?? DateTimeOffset.MinValue);
    }

    /// <summary>
    /// Looks into a watch: the one at work here, else a copy of it that follows the log. Null: nothing is known of it.
    /// </summary>
    internal async Task<T?> LookAsync<T>(string deployment, Func<DeploymentWatch, T> look, CancellationToken ct)
        where T : class
    {
        if (_held.TryGetValue(deployment, out var held))
            return held.Look(look);
        await _copying.WaitAsync(ct);
        try
        {
            var copy = _copies.TryGetValue(deployment, out var known)
                ? known
                : await LoadSavedAsync(deployment, long.MaxValue, ct);
            await CatchUpAsync(copy, deployment, long.MaxValue, ct);
            if (copy.Position == 0)
                return null;
            _copies[deployment] = copy;
            return look(copy);
        }
        finally
        {
            _copying.Release();
        }
    }

    /// <summary>Every deployment that is or was watched, by id.</summary>
    internal async Task<IReadOnlyList<string>> ListAsync(CancellationToken ct)
    {
        var known = new SortedSet<string>(_held.Keys, StringComparer.Ordinal);
        await using var command = database.CreateCommand(Sql.Of<WatchBook>("list_watches"));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            known.Add(reader.GetString(0));
        return [.. known];
    }

    /// <inheritdoc/>
    public void Dispose() => _copying.Dispose();

    /// <summary>Saves a watch if it is time to. Only what has been raised may be saved.</summary>
    internal async Task SaveIfDueAsync(string deployment, HeldWatch held, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - held.SavedAt < s_saveEvery)
            return;
        var (position, body) = held.Pack();
        await using var command = database.CreateCommand(Sql.Of<WatchBook>("save_watch"));
        command.Parameters.AddWithValue(deployment);
        command.Parameters.AddWithValue(position);
        command.Parameters.AddWithValue(policies.Before(position, new DeploymentId(deployment)).Digest);
        command.Parameters.AddWithValue(body);
        await command.ExecuteNonQueryAsync(ct);
        held.SavedAt = now;
    }

    /// <summary>
    /// Saved state, if the same detectors made it under the same policy, and the segments since, before the position.
    /// </summary>
    private async Task<DeploymentWatch> LoadAsync(string deployment, long before, CancellationToken ct)
    {
        var watch = await LoadSavedAsync(deployment, before, ct);
        await CatchUpAsync(watch, deployment, before, ct);
        return watch;
    }

    /// <summary>What is found on the way was raised when it was found.</summary>
    private async Task CatchUpAsync(DeploymentWatch watch, string deployment, long before, CancellationToken ct)
    {
        foreach (var position in await WatchedOfAsync(deployment, watch.Position, before, ct))
        {
            var page = await store.ReadPageAsync(position - 1, 1, null, withoutBehaviour: false, ct);
            watch.Take(await facts.ReadAsync(EventTypes.Decode(page.Events[0]), ct));
        }
    }

    private async Task<DeploymentWatch> LoadSavedAsync(string deployment, long before, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<WatchBook>("load_watch"));
        command.Parameters.AddWithValue(deployment);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct) || reader.GetInt64(0) >= before)
            return new DeploymentWatch(settings);
        var policy = policies.Before(reader.GetInt64(0), new DeploymentId(deployment));
        return reader.GetString(1) == policy.Digest
            ? await UnpackedAsync(reader.GetFieldValue<byte[]>(2), policy, ct)
            : new DeploymentWatch(settings);
    }

    private async Task<DeploymentWatch> UnpackedAsync(byte[] body, DetectorPolicy policy, CancellationToken ct)
    {
        using var unpacked = new MemoryStream();
        await using (var packed = new BrotliStream(new MemoryStream(body), CompressionMode.Decompress))
            await packed.CopyToAsync(unpacked, ct);
        unpacked.Position = 0;
        var watch = new DeploymentWatch(settings, policy);
        try
        {
            watch.Load(new BinaryReader(unpacked));
            return watch;
        }
        catch (InvalidDataException)
        {
            // Saved by another version of the code: the log has everything that it was made from.
            return new DeploymentWatch(settings);
        }
    }

    private async Task<List<long>> WatchedOfAsync(string deployment, long after, long before, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<WatchBook>("list_watched_of_deployment"));
        command.Parameters.AddWithValue(deployment);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(before);
        command.Parameters.AddWithValue(MaxLookBack);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var positions = new List<long>();
        while (await reader.ReadAsync(ct))
            positions.Add(reader.GetInt64(0));
        positions.Reverse();
        return positions;
    }
}
