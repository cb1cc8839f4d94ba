using System.Reflection;
using Governance.Domain;
using Governance.Domain.Signals.Backtests;
using Governance.EventSourcing;
using Governance.Server.Pipeline;
using Governance.Server.Signals.Backtests.Reading;
using Governance.Server.Signals.Budget;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Server.Signals.Backtests.Trying;

/// <summary>An answer, whole.</summary>
/// <param name="Rows">One JSON object each, in the order in which findings begin.</param>
internal sealed record BacktestAnswer(BacktestSummary Summary, IReadOnlyList<byte[]> Rows);

/// <summary>
/// Answers a question to the past: the log as it was, the configurations that are asked for, today's code. It writes
/// nothing; the same question gives the same bytes.
/// </summary>
internal sealed class BacktestRun(
    EventStore store,
    SegmentScan scan,
    BudgetBook budget,
    PolicyBook policies,
    FrozenBaselines frozen,
    FoldRunner folds,
    WatchSettings here,
    BacktestSettings limits)
{
    /// <summary>Rows of an answer.</summary>
    private const int MostRows = 20_000;

    /// <summary>Facts read at once.</summary>
    private const int FactsAtOnce = 1_000;

    private static readonly string s_version =
        typeof(BacktestRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion ?? "unknown";

    /// <exception cref="TooManyFindingsException">The answer would be longer than anybody reads.</exception>
    internal async Task<BacktestAnswer> RunAsync(
        BacktestRequest request, BacktestProgress progress, CancellationToken ct)
    {
        await folds.WaitForAsync(request.AsOf, ct);
        var asOf = policies.Before(request.AsOf + 1);
        var a = new TrialSettings(here, request.A, asOf);
        var b = request.B is { } other ? new TrialSettings(here, other, asOf) : null;
        var parts = new List<ScanPart>();
        foreach (var deployment in request.Deployments.Distinct().OrderBy(id => id.Value, StringComparer.Ordinal))
            parts.Add(await scan.PlanAsync(deployment, request, ct));
        progress.Total = parts.Sum(part => part.Segments);
        var past = await PastAsync(request, ct);
        var trial = new DeploymentTrial(scan, budget, policies, frozen, request, a, b);
        var tried = new TriedDeployment[parts.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, parts.Count),
            new ParallelOptions { MaxDegreeOfParallelism = limits.Workers, CancellationToken = ct },
            async (index, stop) => tried[index] = await trial.RunAsync(parts[index], past, progress, stop));
        var comparison = Comparison.Of(
            request.From,
            tried.SelectMany(one => one.A),
            b is null ? null : tried.SelectMany(one => one.B),
            past.Between(request.From, request.Until));
        if (comparison.Rows.Count > MostRows)
            throw new TooManyFindingsException(MostRows);
        var (from, until) = await scan.TimesAsync(request.From, request.Until, ct);
        return new BacktestAnswer(SummaryOf(comparison, tried, from, until, a, b), comparison.Rows);
    }

    private static BacktestSummary SummaryOf(
        Comparison comparison,
        IReadOnlyList<TriedDeployment> tried,
        DateTimeOffset from,
        DateTimeOffset until,
        TrialSettings a,
        TrialSettings? b) => new(
        s_version,
        WatchedSignals.DetectorVersion,
        new BacktestReading(
            from,
            until,
            tried.Sum(one => one.Segments),
            tried.Sum(one => one.Observations),
            tried.Sum(one => one.Part.WarmUp),
            tried.Sum(one => one.Part.Retired),
            tried.All(one => one.Part.IsWholePast)),
        comparison.OutcomeOf(a.Digest, signal => signal.A),
        b is null ? null : comparison.OutcomeOf(b.Digest, signal => signal.B),
        comparison.RecordedOutcome(),
        comparison.Overlap(),
        comparison.Rows.Count,
        comparison.Digest);

    private async Task<RecordedPast> PastAsync(BacktestRequest request, CancellationToken ct)
    {
        var past = new RecordedPast(request.Deployments.ToHashSet());
        for (var position = 0L; position < request.AsOf;)
        {
            var page = await store.ReadPageAsync(position, FactsAtOnce, RecordedPast.Types, true, ct);
            foreach (var recorded in page.Events.TakeWhile(recorded => recorded.Position <= request.AsOf))
                past.Take(EventTypes.Decode(recorded));
            position = page.Through;
        }

        return past;
    }
}
