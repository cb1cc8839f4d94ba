using System.Runtime.CompilerServices;
using Governance.Domain.Intake;
using Governance.EventSourcing;
using Governance.Server.Pipeline;

namespace Governance.Server.Intake.Segments;

/// <summary>A committed segment: its header's place and time in the log, the header, and what is in it.</summary>
public sealed record CommittedSegment(
    long Position,
    DateTimeOffset RecordedAt,
    BehaviourEvent.SegmentRecorded Header,
    IReadOnlyList<Observation> Observations);

/// <summary>What one look at the feed came to. Everything up to <paramref name="Through"/> was looked at.</summary>
public sealed record SegmentPage(IReadOnlyList<CommittedSegment> Segments, long Through);

/// <summary>
/// The feed of committed segments, in commit order, from any position on: read from the log while catching up,
/// handed over in memory when close behind. Who follows keeps the checkpoint.
/// </summary>
public sealed class CommittedSegments(EventStore store, SegmentReader segments)
{
    /// <summary>Segments handed over at once.</summary>
    public const int PageSize = 200;

    private static readonly IReadOnlyList<string> s_types =
        EventTypes.AliasesOf(typeof(BehaviourEvent.SegmentRecorded));

    /// <summary>The next segments after a position; none when there are none yet. Does not wait.</summary>
    public async Task<SegmentPage> ReadAsync(long afterPosition, CancellationToken ct)
    {
        var page = await store.ReadPageAsync(afterPosition, PageSize, s_types, withoutBehaviour: false, ct);
        var observations = await segments.ReadAsync([.. page.Events.Select(header => header.Position)], ct);
        var committed = new List<CommittedSegment>(page.Events.Count);
        foreach (var (recorded, read) in page.Events.Zip(observations))
        {
            if (EventTypes.Decode(recorded).Event is BehaviourEvent.SegmentRecorded header)
                committed.Add(new CommittedSegment(recorded.Position, recorded.At, header, read));
        }
        return new SegmentPage(committed, page.Through);
    }

    /// <summary>
    /// All segments after a position, then each new one within milliseconds of its commit. Never ends.
    /// </summary>
    public async IAsyncEnumerable<CommittedSegment> FollowAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken ct = default)
    {
        while (true)
        {
            await store.WaitForPastAsync(afterPosition, ct);
            var page = await ReadAsync(afterPosition, ct);
            foreach (var segment in page.Segments)
                yield return segment;
            afterPosition = page.Through;
        }
    }
}
