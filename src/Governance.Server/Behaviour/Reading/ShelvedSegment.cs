using System.Text;
using System.Text.Json;
using Governance.Domain;
using Governance.Domain.Intake;
using Governance.Server.Behaviour.Searching;
using Governance.Server.Intake.Segments;

namespace Governance.Server.Behaviour.Reading;

/// <summary>A segment with its header, its lines as they were hashed when it was recorded.</summary>
/// <param name="Position">Of the header.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Salt">Of the leaves; null when the segment is retired.</param>
/// <param name="Raw">Its lines; empty when the segment is retired.</param>
internal sealed record ShelvedSegment(
    long Position,
    DateTimeOffset RecordedAt,
    BehaviourEvent.SegmentRecorded Header,
    byte[]? Salt,
    ReadOnlyMemory<byte> Raw)
{
    private readonly List<FoundLine> _lines = SegmentLines.All(Raw.Span);

    /// <summary>Whether retention has dropped the observations; the header and what it proves stay.</summary>
    public bool IsRetired => Salt is null;

    /// <summary>Whether it has as many lines as its header says.</summary>
    public bool IsWhole => _lines.Count == Count;

    /// <summary>Observations that it has or had.</summary>
    public int Count => Header.Count;

    /// <summary>The exact bytes of one observation, without the line's end.</summary>
    public ReadOnlyMemory<byte> LineAt(int index) => Raw.Slice(_lines[index].Start, _lines[index].Length);

    /// <summary>One observation; null when it has none of that index, or is retired.</summary>
    public ShelvedObservation? Find(int index) => index >= 0 && index < _lines.Count
        ? new ShelvedObservation(new ObservationAddress(Position, index), this, LineAt(index))
        : null;
}

/// <summary>One observation on its shelf.</summary>
/// <param name="Line">As it was hashed.</param>
internal sealed record ShelvedObservation(
    ObservationAddress Address, ShelvedSegment Segment, ReadOnlyMemory<byte> Line)
{
    /// <summary>What the line says.</summary>
    public Observation Seen { get; } = JsonSerializer.Deserialize(Line.Span, ObservationJson.Default.Observation)!;

    /// <summary>The line as text.</summary>
    public string Text => Encoding.UTF8.GetString(Line.Span);
}
