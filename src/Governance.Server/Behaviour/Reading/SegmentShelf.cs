using Governance.Domain.Intake;
using Governance.EventSourcing;
using Governance.EventSourcing.Segments;
using Governance.Server.Intake.Segments;
using Governance.Server.Pipeline;

namespace Governance.Server.Behaviour.Reading;

/// <summary>Reads whole segments from the log, as they are stored now and past every copy in memory.</summary>
internal sealed class SegmentShelf(EventStore store, SegmentTable table)
{
    /// <summary>The segment at a position; null when no segment was ever recorded there.</summary>
    /// <exception cref="InvalidDataException">The stored bytes are damaged.</exception>
    public async Task<ShelvedSegment?> FindAsync(long position, CancellationToken ct)
    {
        var facts = position < 1 ? [] : await store.ReadAsync(position - 1, 1, null, withoutBehaviour: false, ct);
        if (facts is not [var recorded] || recorded.Position != position
            || EventTypes.Decode(recorded).Event is not BehaviourEvent.SegmentRecorded header)
            return null;
        if (await table.FindAsync(position, ct) is not { Row: var row })
            return new ShelvedSegment(position, recorded.At, header, Salt: null, default);
        if (row.RawLength is < 0 or > SegmentCodec.MaxRawLength)
            throw new InvalidDataException($"The segment says that it has {row.RawLength} bytes.");
        var raw = new byte[row.RawLength];
        SegmentCodec.Unpack(row.Body, raw);
        var segment = new ShelvedSegment(position, recorded.At, header, row.Salt, raw);
        return segment.IsWhole
            ? segment
            : throw new InvalidDataException("The segment has not as many lines as its header says.");
    }
}
