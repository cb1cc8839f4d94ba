using Governance.Domain.Intake;
using Governance.Postgres;
using Npgsql;

namespace Governance.Server.Intake.Segments;

/// <summary>Reads the observations of a segment by its header's position.</summary>
public sealed class SegmentReader
{
    private readonly NpgsqlDataSource _database;
    private readonly RecentSegments _recent;

    internal SegmentReader(NpgsqlDataSource database, RecentSegments recent) =>
        (_database, _recent) = (database, recent);

    /// <summary>The observations, by index; empty where there is no segment, or retention has dropped it.</summary>
    /// <exception cref="InvalidDataException">The stored bytes are damaged.</exception>
    public async Task<IReadOnlyList<Observation>> ReadAsync(long position, CancellationToken ct)
    {
        if (_recent.Find(position) is { } recent)
            return recent;
        await using var command = _database.CreateCommand(Sql.Of<SegmentReader>("read_segment"));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? SegmentCodec.Decode(reader.GetFieldValue<byte[]>(0), reader.GetInt32(1))
            : [];
    }
}
