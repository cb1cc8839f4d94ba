using Governance.Postgres;
using Npgsql;

namespace Governance.Server.Behaviour.Searching;

/// <summary>The packed bytes of a segment.</summary>
/// <param name="RawLength">Bytes when unpacked.</param>
internal sealed record SegmentBody(byte[] Packed, int RawLength);

/// <summary>Reads packed segments. One that retention has dropped is not there.</summary>
internal sealed class SegmentBodies(NpgsqlDataSource database)
{
    /// <summary>Bodies held at once: some megabytes at most, packed.</summary>
    public const int MaxAtOnce = 16;

    /// <summary>Those that are still there, by position.</summary>
    /// <param name="candidates">At most <see cref="MaxAtOnce"/>, so few that their days are few.</param>
    public async Task<IReadOnlyDictionary<long, SegmentBody>> ReadAsync(
        IReadOnlyCollection<Candidate> candidates, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(candidates.Count, MaxAtOnce);
        await using var command = database.CreateCommand(Sql.Of<SegmentBodies>("read_bodies"));
        command.Parameters.Add(new NpgsqlParameter<long[]>
        {
            TypedValue = [.. candidates.Select(candidate => candidate.Position)],
        });
        command.Parameters.Add(new NpgsqlParameter<DateOnly>
        {
            TypedValue = candidates.Min(candidate => candidate.Day),
        });
        command.Parameters.Add(new NpgsqlParameter<DateOnly>
        {
            TypedValue = candidates.Max(candidate => candidate.Day),
        });
        await using var row = await command.ExecuteReaderAsync(ct);
        var bodies = new Dictionary<long, SegmentBody>();
        while (await row.ReadAsync(ct))
            bodies[row.GetInt64(0)] = new SegmentBody(row.GetFieldValue<byte[]>(2), row.GetInt32(1));
        return bodies;
    }
}
