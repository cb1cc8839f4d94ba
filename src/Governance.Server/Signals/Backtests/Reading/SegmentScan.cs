using System.Runtime.CompilerServices;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Domain.Signals.Backtests;
using Governance.Postgres;
using Npgsql;

namespace Governance.Server.Signals.Backtests.Reading;

/// <summary>One deployment's part of a back-test.</summary>
/// <param name="Start">Position of the first segment that is read, where the warm-up begins.</param>
/// <param name="FirstDay">Recorded day of it, or earlier.</param>
/// <param name="LastDay">Recorded day of the last one, or later.</param>
/// <param name="Segments">How many there are to read, warm-up included.</param>
/// <param name="WarmUp">Those among them before the range.</param>
/// <param name="Retired">Segments of the range's days that retention has dropped.</param>
/// <param name="IsWholePast">Whether the warm-up begins with the deployment's first segment.</param>
internal sealed record ScanPart(
    DeploymentId Deployment,
    long Start,
    DateOnly FirstDay,
    DateOnly LastDay,
    long Segments,
    long WarmUp,
    long Retired,
    bool IsWholePast);

/// <summary>A packed segment with what its header says of it, or that windows were closed by silence.</summary>
/// <param name="Body">Null: nothing came, and windows were closed (<see cref="BehaviourEvent.WindowsClosed"/>).</param>
internal sealed record PackedSegment(long Position, DateTimeOffset At, string Name, int RawLength, byte[]? Body);

/// <summary>
/// Reads one deployment's segments in the order of the log, a few at a time, so that whoever writes or reads beside it
/// does not notice.
/// </summary>
internal sealed class SegmentScan(NpgsqlDataSource database)
{
    /// <summary>Packed bodies read at once: some megabytes.</summary>
    private const int BodiesAtOnce = 32;

    /// <summary>Positions listed at once.</summary>
    private const int PositionsAtOnce = 50_000;

    /// <summary>When the positions of a range were recorded.</summary>
    internal async Task<(DateTimeOffset From, DateTimeOffset Until)> TimesAsync(
        long from, long until, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<SegmentScan>("find_times"));
        command.Parameters.AddWithValue(from);
        command.Parameters.AddWithValue(until);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetFieldValue<DateTimeOffset>(0), reader.GetFieldValue<DateTimeOffset>(1));
    }

    /// <summary>What there is to read of a deployment, and how far back its detectors' knowledge begins.</summary>
    internal async Task<ScanPart> PlanAsync(
        DeploymentId deployment, BacktestRequest request, CancellationToken ct)
    {
        var (from, until) = await TimesAsync(request.From, request.Until, ct);
        // A segment's day is its node's; the log's time may lie beyond midnight.
        var (firstDay, lastDay) = (DayOf(from).AddDays(-1), DayOf(until).AddDays(1));
        var (warmUp, start, startDay) = await WarmUpAsync(deployment, request.From, ct);
        var retired = await OneAsync("count_retired", ct, deployment.Value, firstDay.AddDays(1), lastDay.AddDays(-1));
        var first = await OneAsync("find_first_segment", ct, deployment.Value);
        var begin = startDay is { } day && day < firstDay ? day : firstDay;
        var segments = await OneAsync(
            "count_segments", ct, deployment.Value, start ?? request.From, request.Until, begin, lastDay);
        return new ScanPart(
            deployment, start ?? request.From, begin, lastDay, segments, warmUp, retired,
            first is 0 || first >= (start ?? request.From));
    }

    /// <summary>The segments of a part, in order; batches hold what one query reads.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<PackedSegment>> ReadAsync(
        ScanPart part, long until, [EnumeratorCancellation] CancellationToken ct)
    {
        var next = part.Start;
        while (true)
        {
            var listed = await ListAsync(part, next, until, ct);
            foreach (var some in listed.Chunk(BodiesAtOnce))
                yield return await BodiesAsync(some, ct);
            if (listed.Count < PositionsAtOnce)
                yield break;
            next = listed[^1].Position + 1;
        }
    }

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private async Task<(long Count, long? Start, DateOnly? Day)> WarmUpAsync(
        DeploymentId deployment, long from, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<SegmentScan>("find_warm_up"));
        command.Parameters.AddWithValue(deployment.Value);
        command.Parameters.AddWithValue(from);
        command.Parameters.AddWithValue(WatchBook.MaxLookBack);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return reader.IsDBNull(1)
            ? (0, null, null)
            : (reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<DateOnly>(2));
    }

    private async Task<long> OneAsync(string sql, CancellationToken ct, params IEnumerable<object> values)
    {
        await using var command = database.CreateCommand(Sql.Of<SegmentScan>(sql));
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        return await command.ExecuteScalarAsync(ct) is long number ? number : 0;
    }

    private async Task<List<(long Position, DateOnly? Day)>> ListAsync(
        ScanPart part, long from, long until, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<SegmentScan>("list_segments"));
        command.Parameters.AddWithValue(part.Deployment.Value);
        command.Parameters.AddWithValue(from);
        command.Parameters.AddWithValue(until);
        command.Parameters.AddWithValue(part.FirstDay);
        command.Parameters.AddWithValue(part.LastDay);
        command.Parameters.AddWithValue(PositionsAtOnce);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var listed = new List<(long, DateOnly?)>();
        while (await reader.ReadAsync(ct))
            listed.Add((reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<DateOnly>(1)));
        return listed;
    }

    private async Task<IReadOnlyList<PackedSegment>> BodiesAsync(
        (long Position, DateOnly? Day)[] some, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<SegmentScan>("read_segments"));
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. some.Select(one => one.Position)] });
        command.Parameters.AddWithValue(some.Min(one => one.Day) ?? DateOnly.MaxValue);
        command.Parameters.AddWithValue(some.Max(one => one.Day) ?? DateOnly.MinValue);
        await using var reader = await command.ExecuteReaderAsync(ct);
        // By position, because one that is just being copied shows twice.
        var found = new SortedDictionary<long, PackedSegment>();
        while (await reader.ReadAsync(ct))
        {
            found[reader.GetInt64(0)] = new PackedSegment(
                reader.GetInt64(0),
                reader.GetFieldValue<DateTimeOffset>(1),
                reader.GetString(2),
                reader.GetInt32(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<byte[]>(4));
        }

        return [.. found.Values];
    }
}
