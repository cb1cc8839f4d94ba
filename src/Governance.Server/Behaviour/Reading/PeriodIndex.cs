using Governance.Domain;
using Governance.EventSourcing.Projections;
using Governance.Postgres;
using Governance.Server.Behaviour.Index;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Server.Behaviour.Reading;

/// <summary>A segment that holds something of a period.</summary>
/// <param name="Position">Of its header.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Count">Observations in it, also those outside the period.</param>
public sealed record PeriodSegment(long Position, DateTimeOffset RecordedAt, int Count);

/// <summary>Which segments hold what one deployment did in a stretch of event time.</summary>
public sealed class PeriodIndex(NpgsqlDataSource database, ProjectionDaemon projections)
{
    /// <summary>Segments of one answer, the oldest ones: some weeks of a busy sender.</summary>
    public const int MaxSegments = 200_000;

    /// <summary>How long is waited for the index; it is behind by milliseconds, or in trouble.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>The segments by position, at most <see cref="MaxSegments"/>, and none beyond a position.</summary>
    /// <exception cref="TimeoutException">The index has not come as far as that position.</exception>
    public async Task<IReadOnlyList<PeriodSegment>> FindAsync(
        DeploymentId deployment, DateTimeOffset from, DateTimeOffset to, long upTo, CancellationToken ct)
    {
        await projections.WaitForNonStaleProjectionDataAsync(SegmentIndex.ProjectionName, upTo, s_patience, ct);
        await using var command = database.CreateCommand(Sql.Of<PeriodIndex>("list_segments_of_period"));
        command.Parameters.AddWithValue(deployment.Value);
        command.Parameters.AddWithValue(upTo);
        command.Parameters.Add(Time(from));
        command.Parameters.Add(Time(to));
        command.Parameters.AddWithValue(MaxSegments);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<PeriodSegment>(); // Bounded by MaxSegments.
        while (await row.ReadAsync(ct))
            found.Add(new PeriodSegment(row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetInt32(2)));
        return found;
    }

    private static NpgsqlParameter Time(DateTimeOffset time) => new NpgsqlParameter<DateTime>
    {
        TypedValue = time.UtcDateTime,
        NpgsqlDbType = NpgsqlDbType.TimestampTz,
    };
}
