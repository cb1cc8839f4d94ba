using Governance.Detection;
using Governance.Domain.Intake;
using Governance.Domain.Signals;
using Governance.Domain.Signals.Backtests;
using Governance.Server.Intake.Segments;
using Governance.Server.Signals.Budget;
using Governance.Server.Signals.Backtests.Reading;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Backtests.Trying;

/// <summary>What was judged again of one deployment.</summary>
/// <param name="Segments">Within the range.</param>
/// <param name="Observations">In them.</param>
internal sealed record TriedDeployment(
    ScanPart Part,
    long Segments,
    long Observations,
    IReadOnlyList<TriedEpisodes.Found> A,
    IReadOnlyList<TriedEpisodes.Found> B);

/// <summary>
/// Judges the past of one deployment with both configurations at once: each segment is read, unpacked and decoded once.
/// The next ones are read while these are judged.
/// </summary>
/// <param name="frozen">Reads what baselines are frozen at; null where none can be.</param>
internal sealed class DeploymentTrial(
    SegmentScan scan,
    BudgetBook budget,
    PolicyBook policies,
    FrozenBaselines? frozen,
    BacktestRequest request,
    TrialSettings a,
    TrialSettings? b)
{
    /// <summary>Episodes of one configuration of one deployment.</summary>
    internal const int MostFindings = 10_000;

    internal async Task<TriedDeployment> RunAsync(
        ScanPart part, RecordedPast past, BacktestProgress progress, CancellationToken ct)
    {
        var (watchA, foundA) = (new TrialWatch(part.Deployment, a), new TriedEpisodes(request.From, past));
        var watchB = b is null ? null : new TrialWatch(part.Deployment, b);
        var foundB = new TriedEpisodes(request.From, past);
        var (segments, observations) = (0L, 0L);
        await using var batches = scan.ReadAsync(part, request.Until, ct).GetAsyncEnumerator(ct);
        var more = await batches.MoveNextAsync();
        while (more)
        {
            var batch = batches.Current;
            var reading = batches.MoveNextAsync();
            foreach (var packed in batch)
            {
                ct.ThrowIfCancellationRequested();
                var policy = policies.Before(packed.Position, part.Deployment);
                var segment = new TrialSegment(
                    packed.Position,
                    packed.At,
                    packed.Name,
                    packed.Body is null ? [] : SegmentCodec.Decode(packed.Body, packed.RawLength),
                    budget.Before(packed.Position),
                    ClosesWindows: packed.Body is null)
                {
                    Policy = policy,
                    Frozen = frozen is null
                        ? new Dictionary<StreamKey, Sample>()
                        : await frozen.OfAsync(part.Deployment, policy, ct),
                };
                Judge(watchA, segment, foundA);
                if (watchB is not null)
                    Judge(watchB, segment, foundB);
                if (packed.Body is null)
                    continue;
                if (packed.Position >= request.From)
                    (segments, observations) = (segments + 1, observations + segment.Observations.Count);
                progress.Judged(1, segment.Observations.Count);
            }

            more = await reading;
        }

        return new TriedDeployment(part, segments, observations, [.. foundA.All()], [.. foundB.All()]);
    }

    private static void Judge(TrialWatch watch, TrialSegment segment, TriedEpisodes found)
    {
        foreach (var fact in watch.Take(segment))
            found.Take(fact);
        if (found.Count > MostFindings)
            throw new TooManyFindingsException(MostFindings);
    }
}
