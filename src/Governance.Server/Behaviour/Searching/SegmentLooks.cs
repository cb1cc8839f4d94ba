using Governance.Postgres;
using Governance.Server.Behaviour.Index;
using Npgsql;
using NpgsqlTypes;

namespace Governance.Server.Behaviour.Searching;

/// <summary>A segment that may hold what is looked for, as its header says.</summary>
/// <param name="Count">Observations in it.</param>
/// <param name="Filter">Its filter; null where it has none or none is asked.</param>
internal sealed record Candidate(
    long Position,
    DateTimeOffset RecordedAt,
    DateOnly Day,
    int Count,
    string Deployment,
    string Name,
    byte[]? Filter);

/// <summary>What a look at headers came to.</summary>
/// <param name="Candidates">Newest first.</param>
/// <param name="Count">Headers looked at.</param>
/// <param name="Bottom">The lowest position looked at; null when there was nothing left.</param>
internal sealed record Look(IReadOnlyList<Candidate> Candidates, long Count, long? Bottom);

/// <summary>Looks at headers of segments, newest first, so many at a time.</summary>
internal sealed class SegmentLooks(NpgsqlDataSource database)
{
    /// <summary>The next headers from a position on downwards.</summary>
    /// <param name="deployment">Opaque id, or null for every deployment.</param>
    /// <param name="top">The highest position of interest.</param>
    /// <param name="limit">Headers looked at.</param>
    public async Task<Look> AtAsync(
        Question question, string? deployment, long top, int limit, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql.Of<SegmentLooks>("look_at_segments"));
        var parameters = command.Parameters;
        parameters.AddWithValue(top);
        parameters.Add(new NpgsqlParameter
        {
            Value = (object?)deployment ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Text,
        });
        parameters.AddWithValue(limit);
        parameters.Add(Time(question.Since ?? DateTimeOffset.MinValue));
        parameters.Add(Time(question.Until ?? DateTimeOffset.MaxValue));
        parameters.Add(Time(question.RecordedSince ?? DateTimeOffset.MinValue));
        parameters.Add(Time(question.RecordedUntil ?? DateTimeOffset.MaxValue));
        parameters.AddWithValue(question.Kinds.Count == 0 ? KindSet.Any : KindSet.Of(question.Kinds));
        parameters.AddWithValue(question.Wanted.Any(wanted => wanted.Field.IsIndexed));
        await using var row = await command.ExecuteReaderAsync(ct);
        var candidates = new List<Candidate>(); // Bounded by the limit.
        var (count, bottom) = (0L, (long?)null);
        while (await row.ReadAsync(ct))
        {
            (bottom, count) = (row.IsDBNull(0) ? null : row.GetInt64(0), row.GetInt64(1));
            if (!row.IsDBNull(2))
                candidates.Add(Read(row));
        }

        return new Look(candidates, count, bottom);
    }

    private static Candidate Read(NpgsqlDataReader row) => new(
        row.GetInt64(2),
        row.GetFieldValue<DateTimeOffset>(3),
        row.GetFieldValue<DateOnly>(4),
        row.GetInt32(5),
        row.GetString(6),
        row.GetString(7),
        row.IsDBNull(8) ? null : row.GetFieldValue<byte[]>(8));

    /// <summary>The ends of time are infinite to the database as well.</summary>
    private static NpgsqlParameter Time(DateTimeOffset time) => new NpgsqlParameter<DateTime>
    {
        TypedValue = time.UtcDateTime,
        NpgsqlDbType = NpgsqlDbType.TimestampTz,
    };
}
