using Governance.Domain.Intake;
using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Server.Intake.Mapping;
using Governance.Server.Intake.Privacy.Content;
using Governance.Server.Intake.Seen;
using Governance.Server.Intake.Segments;
using Governance.Server.Pipeline;
using NpgsqlTypes;

namespace Governance.Server.Intake.Line;

/// <summary>Packs a flight: observations of one deployment and environment become one segment.</summary>
/// <param name="recent">Where committed observations are kept for those who follow closely.</param>
/// <param name="seen">Shortens ids; a released observation's is stored with its segment like any other.</param>
/// <param name="fillSalt">Fills a segment's salt; must not be guessable.</param>
internal sealed class FlightWriter(RecentSegments recent, SeenIds seen, Action<byte[]> fillSalt)
{
    /// <summary>Observations in one segment: about 2 MB of JSON, so that showing one of them stays cheap.</summary>
    public const int MaxPerSegment = 4_096;

    /// <summary>The append of everything that is ready; null when only observations that wait are on board.</summary>
    public WrittenFlight? Write(Flight flight, WaitingSet? kept, DateOnly day, Recall recall)
    {
        var ready = flight.Releases.SelectMany(release => release.Ready).Concat(flight.Ready);
        var segments = ready
            .GroupBy(one => one.Sender)
            .SelectMany(sent => sent.Chunk(MaxPerSegment).Select(chunk => Pack(sent.Key, chunk, day)))
            .OrderBy(segment => segment.StreamId, StringComparer.Ordinal)
            .ToList();
        if (segments.Count == 0)
            return null;
        var request = new AppendRequest(
            [.. segments.GroupBy(segment => segment.StreamId).Select(ToStream)],
            new AppendMetadata(Actor: "system-intake"),
            Writes:
            [
                SeenTable.Row(recall.Node, [.. segments.Select(SeenIn)]),
                .. WaitingRows(flight, kept),
                .. ContentRows(segments),
            ],
            RowGuards: [SeenTable.NothingForeign(recall.Position, recall.Node), .. flight.Releases.Select(Taken)],
            Governed: false,
            Segments: [.. segments.Select(ToRow)]);
        return new WrittenFlight(request, segments, recent);
    }

    private PackedSegment Pack(Sender sender, Received[] received, DateOnly day)
    {
        var salt = new byte[SegmentCodec.SaltLength];
        fillSalt(salt);
        Observation[] observations = [.. received.Select(one => one.Observation)];
        var pages = new LinePages();
        var body = SegmentCodec.Encode(
            [.. received.Select(one => one.Line.IsEmpty ? pages.Write(one.Observation) : one.Line)], salt);
        return new PackedSegment(
            SegmentHeader.Of(sender, observations, body, day), observations, body, salt, seen.Pack(received))
        {
            Contents = received.Any(one => one.Content is not null) ? [.. received.Select(ContentOf)] : [],
        };
    }

    private static (string Deployment, byte[] Ids) SeenIn(PackedSegment segment) =>
        (segment.Header.Deployment, segment.Ids);

    private static StreamAppend ToStream(IGrouping<string, PackedSegment> stream) => new(
        stream.Key,
        ExpectedVersion.Any,
        [.. stream.Select(segment => EventTypes.Encode(segment.Header))],
        "behaviour");

    private static SegmentRow ToRow(PackedSegment segment, int index) => new(
        index,
        segment.Header.Day,
        segment.Header.Deployment,
        SegmentCodec.BrotliLines,
        segment.Observations.Count,
        segment.Encoded.RawLength,
        segment.Salt,
        segment.Encoded.Root,
        segment.Encoded.Body);

    private static IEnumerable<JoinedWrite> WaitingRows(Flight flight, WaitingSet? kept) =>
        flight.Releases.Select(release => release.Rest).Append(kept).OfType<WaitingSet>()
            .Select(set => new JoinedWrite(Sql.Of<FlightWriter>("insert_waiting_set"), WaitingCodec.Row(set)));

    private static KeptContent? ContentOf(Received received) =>
        received.Content is { } content ? new KeptContent(content, received.Observation.User) : null;

    private static IEnumerable<JoinedWrite> ContentRows(IEnumerable<PackedSegment> segments) =>
        ContentTable.Rows([.. segments.Select(segment => (segment.Header.Deployment, segment.Contents))]);

    private static RowGuard Taken(WaitingRelease release) => new(
        Sql.Of<FlightWriter>("take_waiting_set"), [JoinedValue.Of(release.Set.Id, NpgsqlDbType.Uuid)]);
}

/// <summary>A segment ready to be appended.</summary>
internal sealed record PackedSegment(
    BehaviourEvent.SegmentRecorded Header,
    IReadOnlyList<Observation> Observations,
    EncodedSegment Encoded,
    byte[] Salt,
    byte[] Ids)
{
    /// <summary>Content of its observations, by index, sealed; empty where none is kept.</summary>
    public IReadOnlyList<KeptContent?> Contents { get; init; } = [];

    public string StreamId { get; } = SegmentHeader.StreamId(Header.Deployment, Header.Day);
}

/// <summary>A packed flight and what becomes of it.</summary>
internal sealed record WrittenFlight(
    AppendRequest Request, IReadOnlyList<PackedSegment> Segments, RecentSegments Recent)
{
    /// <summary>Durable when it returns the position of its first segment.</summary>
    public async Task<long> CommitAsync(EventStore store, CancellationToken ct)
    {
        var result = await store.AppendAsync(Request, ct);
        for (var index = 0; index < Segments.Count; index++)
            Recent.Add(result.FirstPosition + index, Segments[index].Observations);
        return result.FirstPosition;
    }
}
