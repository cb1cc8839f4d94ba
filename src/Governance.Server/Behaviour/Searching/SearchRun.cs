using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Governance.Domain;
using Governance.Server.Behaviour.Index;
using Governance.Server.Intake.Segments;

namespace Governance.Server.Behaviour.Searching;

/// <summary>
/// One search on its way from newest to oldest: headers are looked at in growing strides, segments that their filters
/// do not exclude are opened a few at a time. It holds no more than those at once, and stops when its budget is spent.
/// </summary>
internal sealed class SearchRun(
    Question question,
    string? deployment,
    ObservationAddress below,
    SearchBudget budget,
    SegmentLooks looks,
    SegmentBodies bodies,
    SearchMetrics metrics,
    TimeProvider clock)
{
    /// <summary>The first look is for a page full of the newest.</summary>
    private const int FirstLook = 32;

    /// <summary>Headers of one look: some megabytes with their filters.</summary>
    private const int MostHeaders = 8_192;

    private readonly LineTest _test = new(question);
    private readonly long _began = clock.GetTimestamp();
    private readonly (string Member, ulong[] Ids)[] _indexed =
    [
        .. question.Wanted.Where(wanted => wanted.Field.IsIndexed).Select(wanted => (
            wanted.Field.Member,
            wanted.Values.Select(value => SegmentFilter.IdOf(wanted.Field.Member, value)).ToArray())),
    ];

    private long _headers;

    /// <summary>Segments that were unpacked and read through.</summary>
    public int Opened { get; private set; }

    /// <summary>Segments that need not be opened, as their headers or filters say.</summary>
    public long Skipped { get; private set; }

    /// <summary>Segments that could have held something and are retired.</summary>
    public int Retired { get; private set; }

    /// <summary>Segments whose bytes are damaged.</summary>
    public int Damaged { get; private set; }

    /// <summary>
    /// Where to go on when the budget is spent: everything from here up was searched. Null: the whole log was.
    /// </summary>
    public ObservationAddress? GoOnBelow { get; private set; }

    /// <summary>Whether it went as far as it could: nobody stopped it before it had found all.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>When the oldest segment that was looked at was recorded; null before the first.</summary>
    public DateTimeOffset? SearchedBackTo { get; private set; }

    /// <summary>How long it has taken.</summary>
    public TimeSpan Took => clock.GetElapsedTime(_began);

    private bool IsSpent => _headers >= budget.Headers || Opened >= budget.Segments || Took >= budget.Time;

    /// <summary>What is found, newest first. Whoever has enough stops.</summary>
    public async IAsyncEnumerable<FoundObservation> FindAsync([EnumeratorCancellation] CancellationToken ct)
    {
        try
        {
            var top = below.Index > 0 ? below.Position : below.Position - 1;
            for (var stride = FirstLook; ; stride = Math.Min(stride * 4, MostHeaders))
            {
                var look = await looks.AtAsync(question, deployment, top, stride, ct);
                _headers += look.Count;
                var promising = look.Candidates.Where(MayHold).ToList();
                Skipped += look.Count - promising.Count;
                await foreach (var found in OpenAsync(promising, ct))
                    yield return found;
                if (GoOnBelow is not null || look.Bottom is not { } bottom || look.Count < stride)
                {
                    HasEnded = true;
                    yield break;
                }

                top = bottom - 1;
                if (IsSpent)
                {
                    GoOnBelow = new ObservationAddress(bottom, 0);
                    yield break;
                }
            }
        }
        finally
        {
            metrics.Searched(Took, Opened, Skipped);
        }
    }

    private async IAsyncEnumerable<FoundObservation> OpenAsync(
        List<Candidate> promising, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var (at, atOnce) = (0, 2); at < promising.Count; at += atOnce, atOnce = Doubled(atOnce))
        {
            var few = promising.GetRange(at, Math.Min(atOnce, promising.Count - at));
            var stored = await bodies.ReadAsync(few, ct);
            foreach (var candidate in few)
            {
                foreach (var found in LinesOf(candidate, stored.GetValueOrDefault(candidate.Position)))
                    yield return found;
                SearchedBackTo = candidate.RecordedAt;
                if (!IsSpent)
                    continue;
                GoOnBelow = new ObservationAddress(candidate.Position, 0);
                yield break;
            }
        }
    }

    private static int Doubled(int atOnce) => Math.Min(atOnce * 2, SegmentBodies.MaxAtOnce);

    private bool MayHold(Candidate candidate) => candidate.Filter is not { } filter
        || _indexed.All(field => field.Ids.Any(id => SegmentFilter.MayHold(filter, id)));

    /// <summary>The lines of a segment that hold, the last first.</summary>
    private List<FoundObservation> LinesOf(Candidate candidate, SegmentBody? body)
    {
        if (body is null)
        {
            Retired++;
            return [];
        }

        Opened++;
        if (body.RawLength is < 0 or > SegmentCodec.MaxRawLength)
        {
            Damaged++;
            return [];
        }

        var rented = ArrayPool<byte>.Shared.Rent(body.RawLength);
        try
        {
            var raw = rented.AsSpan(0, body.RawLength);
            SegmentCodec.Unpack(body.Packed, raw);
            var before = candidate.Position == below.Position ? below.Index : int.MaxValue;
            var found = new List<FoundObservation>(); // Bounded by the observations of a segment.
            foreach (var line in SegmentLines.Find(raw, _test, before))
            {
                found.Add(new FoundObservation(
                    new ObservationAddress(candidate.Position, line.Index),
                    candidate.Deployment,
                    candidate.Name,
                    candidate.RecordedAt,
                    raw.Slice(line.Start, line.Length).ToArray()));
            }

            found.Reverse();
            return found;
        }
        catch (Exception damage) when (damage is InvalidDataException or JsonException)
        {
            Damaged++;
            return [];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
