using Governance.Domain.Intake;
using Governance.EventSourcing.Segments;

namespace Governance.Server.Intake.Segments;

/// <summary>Reads the observations of a segment by its header's position.</summary>
public sealed class SegmentReader
{
    private readonly SegmentTable _table;
    private readonly RecentSegments _recent;

    internal SegmentReader(SegmentTable table, RecentSegments recent) => (_table, _recent) = (table, recent);

    /// <summary>The observations, by index; empty where there is no segment, or retention has dropped it.</summary>
    /// <exception cref="InvalidDataException">The stored bytes are damaged.</exception>
    public async Task<IReadOnlyList<Observation>> ReadAsync(long position, CancellationToken ct)
    {
        if (_recent.Find(position) is { } recent)
            return recent;
        return await _table.FindAsync(position, ct) is { Row: var row }
            ? SegmentCodec.Decode(row.Body, row.RawLength)
            : [];
    }

    /// <summary>
    /// The same for several headers, in their order: the recent ones from memory, the others with one query.
    /// </summary>
    /// <param name="positions">At most <see cref="SegmentTable.MaxAtOnce"/>.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<IReadOnlyList<Observation>>> ReadAsync(
        IReadOnlyList<long> positions, CancellationToken ct)
    {
        var found = positions.Select(_recent.Find).ToArray();
        List<long> missing = [.. positions.Where((_, index) => found[index] is null)];
        var stored = missing.Count == 0
            ? []
            : (await _table.ReadAsync(missing, ct)).ToDictionary(one => one.Position, one => one.Row);
        return
        [
            .. positions.Select((position, index) => found[index]
                ?? (stored.TryGetValue(position, out var row) ? SegmentCodec.Decode(row.Body, row.RawLength) : [])),
        ];
    }
}
