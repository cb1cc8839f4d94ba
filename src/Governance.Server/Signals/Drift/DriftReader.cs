using Governance.Domain;
using Governance.EventSourcing.Segments;
using Governance.Server.Behaviour.Reading;
using Governance.Server.Intake;
using Governance.Server.Intake.Segments;

namespace Governance.Server.Signals.Drift;

/// <summary>
/// Reads the segments of both sides, one batch after the other, and compares. What it costs is bounded by a number of
/// observations, never by a clock: the same address gives the same numbers on a busy day.
/// </summary>
internal sealed class DriftReader(
    PeriodIndex periods, SegmentReader segments, InstallationKey key, SignalMetrics metrics, TimeProvider clock)
    : IDisposable
{
    /// <summary>Observations read for one report, about; a second or two of one core.</summary>
    private const int MaxObservations = 300_000;

    /// <summary>Segments held at once.</summary>
    private const int AtOnce = 16;

    /// <summary>One report at a time: it takes a core, and intake needs the others.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    /// <exception cref="TimeoutException">The index of segments has not come as far as the question asks.</exception>
    internal async Task<DriftReport> ReadAsync(DriftQuestion question, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var began = clock.GetTimestamp();
            var report = await CompareAsync(question, ct);
            metrics.Compared(clock.GetElapsedTime(began));
            return report;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<DriftReport> CompareAsync(DriftQuestion question, CancellationToken ct)
    {
        var (all, chosen) = await ChooseAsync(question, ct);
        var fold = new DriftFold(question);
        var retired = 0;
        foreach (var few in chosen.Chunk(Math.Min(AtOnce, SegmentTable.MaxAtOnce)))
        {
            var read = await segments.ReadAsync([.. few.Select(segment => segment.Position)], ct);
            foreach (var (segment, observations) in few.Zip(read))
            {
                retired += segment.Count > 0 && observations.Count == 0 ? 1 : 0;
                foreach (var observation in observations)
                    fold.Take(observation, segment.RecordedAt);
            }
        }

        return DriftArithmetic.Report(
            question, fold, new DriftRead(all, chosen.Count, retired, fold.Left, fold.Right, fold.Uncompared));
    }

    /// <summary>Each side's period has half of what may be read; one period of both sides has all of it.</summary>
    private async Task<(int All, IReadOnlyList<PeriodSegment> Chosen)> ChooseAsync(
        DriftQuestion question, CancellationToken ct)
    {
        var deployment = key.DeploymentOf(question.Deployment);
        var (left, right) = (question.Left, question.Right);
        if ((left.From, left.To) == (right.From, right.To))
        {
            var found = await periods.FindAsync(deployment, left.From, left.To, question.UpTo, ct);
            return (found.Count, Thinned(found, MaxObservations));
        }

        var one = await periods.FindAsync(deployment, left.From, left.To, question.UpTo, ct);
        var other = await periods.FindAsync(deployment, right.From, right.To, question.UpTo, ct);
        return (
            one.UnionBy(other, segment => segment.Position).Count(),
            [
                .. Thinned(one, MaxObservations / 2)
                    .UnionBy(Thinned(other, MaxObservations / 2), segment => segment.Position)
                    .OrderBy(segment => segment.Position),
            ]);
    }

    /// <summary>Evenly over the period, so that every hour of the day keeps its part.</summary>
    internal static IReadOnlyList<PeriodSegment> Thinned(IReadOnlyList<PeriodSegment> segments, int observations)
    {
        var total = segments.Sum(segment => (long)segment.Count);
        if (total <= observations)
            return segments;
        var share = (double)observations / total;
        return [.. segments.Where((_, at) => Math.Floor((at + 1) * share) > Math.Floor(at * share))];
    }
}
