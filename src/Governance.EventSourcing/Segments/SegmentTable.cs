using Governance.Postgres;
using Npgsql;

namespace Governance.EventSourcing.Segments;

/// <summary>A segment as it is stored, at the position of its header event.</summary>
public sealed record StoredSegment(long Position, SegmentRow Row);

/// <summary>Reads segments by their headers' positions. One that retention has dropped is simply not there.</summary>
public sealed class SegmentTable(NpgsqlDataSource database)
{
    /// <summary>Segments read at once: with their bodies some tens of megabytes at most.</summary>
    public const int MaxAtOnce = 256;

    /// <summary>One segment, or null.</summary>
    public async Task<StoredSegment?> FindAsync(long position, CancellationToken ct) =>
        await ReadAsync([position], ct) is [var found] ? found : null;

    /// <summary>Those of some positions that are still there, in order of position.</summary>
    /// <param name="positions">At most <see cref="MaxAtOnce"/>.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<StoredSegment>> ReadAsync(IReadOnlyCollection<long> positions, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(positions.Count, MaxAtOnce);
        await using var command = database.CreateCommand(Sql.Of<SegmentTable>("read_segments"));
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. positions] });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new SortedDictionary<long, StoredSegment>();
        while (await reader.ReadAsync(ct))
        {
            var position = reader.GetInt64(0);
            found[position] = new StoredSegment(position, new SegmentRow(
                EventIndex: 0,
                reader.GetFieldValue<DateOnly>(1),
                reader.GetString(2),
                reader.GetInt16(3),
                reader.GetInt32(4),
                reader.GetInt32(5),
                reader.GetFieldValue<byte[]>(6),
                reader.GetFieldValue<byte[]>(7),
                reader.GetFieldValue<byte[]>(8)));
        }

        return [.. found.Values];
    }
}
