using Governance.Detection;
using Governance.Domain;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Registry;
using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Server.Intake.Segments;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Watching;
using Npgsql;

namespace Governance.Server.Signals.Registry;

/// <summary>
/// Reads what baselines are frozen at out of the log. A stretch of the past never changes, so what was read once holds.
/// </summary>
internal sealed class FrozenBaselines(
    NpgsqlDataSource database, EventStore store, SegmentReader segments, WatchSettings settings) : IDisposable
{
    /// <summary>Segments that one baseline is made from, the latest of its stretch.</summary>
    private const int MaxSegments = 5_000;

    /// <summary>Stretches that are kept in memory; past it they are read again.</summary>
    private const int MaxKept = 256;

    private static readonly IReadOnlyDictionary<StreamKey, Sample> s_none = new Dictionary<StreamKey, Sample>();

    private readonly SemaphoreSlim _reading = new(1);

    // Bounded by MaxKept.
    private readonly Dictionary<(DeploymentId, ModelVersion, PositionRange), IReadOnlyDictionary<StreamKey, Sample>>
        _kept = [];

    /// <summary>The samples that the streams of a deployment are frozen at under a policy.</summary>
    internal async ValueTask<IReadOnlyDictionary<StreamKey, Sample>> OfAsync(
        DeploymentId deployment, DetectorPolicy policy, CancellationToken ct)
    {
        var frozen = policy.FrozenOf(deployment);
        if (frozen.Count == 0)
            return s_none;
        var all = new Dictionary<StreamKey, Sample>();
        foreach (var (signal, version, range) in frozen)
        {
            foreach (var (key, sample) in await ReadAsync(deployment, version, range, ct))
            {
                if (key.Signal == signal)
                    all[key] = sample;
            }
        }

        return all;
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task<IReadOnlyDictionary<StreamKey, Sample>> ReadAsync(
        DeploymentId deployment, ModelVersion version, PositionRange range, CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            if (_kept.TryGetValue((deployment, version, range), out var known))
                return known;
            var sample = new BaselineSample(version.Value, settings);
            foreach (var position in await SegmentsOfAsync(deployment, range, ct))
            {
                var page = await store.ReadPageAsync(position - 1, 1, null, withoutBehaviour: false, ct);
                sample.Take(await segments.ReadAsync(position, ct), page.Events[0].At);
            }

            if (_kept.Count >= MaxKept)
                _kept.Clear();
            return _kept[(deployment, version, range)] = sample.Samples;
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<List<long>> SegmentsOfAsync(DeploymentId deployment, PositionRange range, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<FrozenBaselines>("list_segments_of_stretch"));
        command.Parameters.AddWithValue(deployment.Value);
        command.Parameters.AddWithValue(range.From);
        command.Parameters.AddWithValue(range.Through);
        command.Parameters.AddWithValue(MaxSegments);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var positions = new List<long>();
        while (await reader.ReadAsync(ct))
            positions.Add(reader.GetInt64(0));
        positions.Reverse();
        return positions;
    }
}
