namespace Governance.Server.Behaviour.Index;

/// <summary>What the header of a segment says, as far as a search asks for it.</summary>
/// <param name="Position">Of the header, and with it of every observation in the segment.</param>
/// <param name="Deployment">Opaque id.</param>
/// <param name="Name">The deployment's name as its senders say it.</param>
/// <param name="Day">The recorded day (UTC), by which segments are stored and retired.</param>
/// <param name="From">Earliest start in it.</param>
/// <param name="To">Latest start in it.</param>
/// <param name="Count">Observations in it.</param>
/// <param name="Kinds">A <see cref="KindSet"/>.</param>
internal sealed record IndexedSegment(
    long Position,
    string Deployment,
    string Name,
    DateTimeOffset RecordedAt,
    DateOnly Day,
    DateTimeOffset From,
    DateTimeOffset To,
    int Count,
    int Kinds);
