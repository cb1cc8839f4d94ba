using System.Buffers;
using System.Diagnostics;
using Governance.Benchmarks.Find;
using Governance.Domain;
using Governance.Domain.Signals.Backtests;
using Governance.Server.Intake.Segments;
using Governance.Server.Signals.Backtests.Reading;
using Governance.Server.Signals.Backtests.Trying;
using Governance.Server.Signals.Budget;
using Governance.Server.Signals.Registry;
using Governance.Server.Signals.Watching;

namespace Governance.Benchmarks.Backtest;

/// <summary>
/// A log tried again, end to end (read, unpack, decode, judge), against the floor: reading and unpacking the same
/// segments alone. Both with as many deployments at a time as there are cores; each turn is of the whole log.
/// </summary>
internal static class BacktestBenchmark
{
    private const int Turns = 3;

    /// <summary>Observations a second that a back-test must judge.</summary>
    private const double Bar = 200_000;

    public static async Task<IReadOnlyList<Case>> RunAsync(BenchmarkOptions options, CancellationToken ct)
    {
        await using var log = await FilledLog.FillAsync(options.Events, ct);
        var scan = new SegmentScan(log.Database.DataSource);
        var deployments = (await new LogMap(log.Database.DataSource).DeploymentsAsync(ct)).Select(one => one.Id);
        var request = new BacktestRequest(
            [.. deployments], 1, log.Segments, log.Segments, BacktestVariant.AsItRan,
            new BacktestVariant { Margins = 2 });
        var parts = new List<ScanPart>();
        foreach (var deployment in request.Deployments)
        {
            // The log was recorded just now, and lies in the partitions of the month that it plays.
            parts.Add(await scan.PlanAsync(deployment, request, ct) with
            {
                FirstDay = DateOnly.FromDateTime(log.From.UtcDateTime),
                LastDay = DateOnly.FromDateTime(log.From.AddDays(log.Days).UtcDateTime),
            });
        }

        var floor = await MedianAsync(parts, log, (part, stop) => UnpackAsync(scan, part, request, stop), ct);
        var decoded = await MedianAsync(parts, log, (part, stop) => DecodeAsync(scan, part, request, stop), ct);
        var one = await MedianAsync(parts, log, (part, stop) => TryAsync(scan, part, request, two: false, stop), ct);
        var two = await MedianAsync(parts, log, (part, stop) => TryAsync(scan, part, request, two: true, stop), ct);
        return
        [
            new Case("judged again, against 200,000 a second", one.Wall, Bar, 1, "obs/s", Better.Higher),
            new Case("the same by a second of processor", one.Processor, Bar, 1, "obs/s", Better.Higher),
            new Case("judged again, against the floor", one.Processor, floor.Processor, 0.2, "obs/s", Better.Higher),
            new Case("with two configurations", two.Processor, floor.Processor, 0.15, "obs/s", Better.Higher),
            new Case("read, unpacked, decoded", decoded.Processor, floor.Processor, 0.25, "obs/s", Better.Higher),
        ];
    }

    /// <summary>
    /// Observations a second over the whole log: the median of some turns after the first, by the clock on the wall and
    /// by the processor time of this process, which says the same on a machine that has other work.
    /// </summary>
    private static async Task<(double Wall, double Processor)> MedianAsync(
        IReadOnlyList<ScanPart> parts,
        FilledLog log,
        Func<ScanPart, CancellationToken, Task> work,
        CancellationToken ct)
    {
        var (walls, processors) = (new List<double>(), new List<double>());
        using var self = Process.GetCurrentProcess();
        for (var turn = 0; turn <= Turns; turn++)
        {
            self.Refresh();
            var (started, spent) = (TimeProvider.System.GetTimestamp(), self.TotalProcessorTime);
            await Parallel.ForEachAsync(
                parts,
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct },
                async (part, stop) => await work(part, stop));
            self.Refresh();
            if (turn == 0)
                continue;
            walls.Add(log.Observations / TimeProvider.System.GetElapsedTime(started).TotalSeconds);
            processors.Add(log.Observations / (self.TotalProcessorTime - spent).TotalSeconds);
        }

        return (walls.Order().ElementAt(Turns / 2), processors.Order().ElementAt(Turns / 2));
    }

    private static async Task UnpackAsync(
        SegmentScan scan, ScanPart part, BacktestRequest request, CancellationToken ct)
    {
        await foreach (var batch in scan.ReadAsync(part, request.Until, ct))
        {
            foreach (var packed in batch)
            {
                var raw = ArrayPool<byte>.Shared.Rent(packed.RawLength);
                SegmentCodec.Unpack(packed.Body!, raw.AsSpan(0, packed.RawLength));
                ArrayPool<byte>.Shared.Return(raw);
            }
        }
    }

    private static async Task DecodeAsync(
        SegmentScan scan, ScanPart part, BacktestRequest request, CancellationToken ct)
    {
        await foreach (var batch in scan.ReadAsync(part, request.Until, ct))
        {
            foreach (var packed in batch)
                SegmentCodec.Decode(packed.Body!, packed.RawLength);
        }
    }

    private static async Task TryAsync(
        SegmentScan scan, ScanPart part, BacktestRequest request, bool two, CancellationToken ct)
    {
        var here = new WatchSettings(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5), new());
        var policies = new PolicyBook(here);
        var trial = new DeploymentTrial(
            scan,
            new BudgetBook(),
            policies,
            frozen: null,
            request,
            new TrialSettings(here, request.A, policies.Now),
            two ? new TrialSettings(here, request.B!, policies.Now) : null);
        var past = new RecordedPast(new HashSet<DeploymentId>());
        var tried = await trial.RunAsync(part, past, new BacktestProgress(), ct);
        if (tried.Observations == 0)
            throw new InvalidOperationException("Nothing was judged.");
    }
}
