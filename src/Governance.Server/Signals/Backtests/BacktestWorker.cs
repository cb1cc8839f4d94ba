using Governance.Domain;
using Governance.Domain.Signals.Backtests;
using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Nodes;
using Governance.Server.Shell.Live;
using Governance.Server.Signals.Backtests.Trying;

namespace Governance.Server.Signals.Backtests;

/// <summary>
/// Answers back-tests one after the other, on the one node that has the duty. What a killed node was at is begun again
/// by the next one, with the same result.
/// </summary>
internal sealed class BacktestWorker(
    BacktestBoard board,
    BacktestRun run,
    BacktestTable table,
    BacktestNotes notes,
    BacktestMetrics metrics,
    BacktestSettings settings,
    Transactor transactor,
    FoldRunner folds,
    LiveFeed feed,
    Leases leases,
    NodeName node,
    TimeProvider clock,
    ILogger<BacktestWorker> log) : BackgroundService
{
    /// <summary>How often its standing is written and its cancelling heard.</summary>
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan s_forgetEvery = TimeSpan.FromHours(1);
    private static readonly Actor s_by = Actor.Part("backtest-worker");

    private DateTimeOffset _forgotAt = DateTimeOffset.MinValue;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new SoleDuty("backtests", node.Id, leases, clock, log).RunAsync(LoopAsync, stoppingToken);

    private async Task LoopAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (board.Running() is [var next, ..])
                {
                    await AnswerAsync(next, ct);
                    continue;
                }

                await ForgetAsync(ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException && IsPassing(failure))
            {
                log.LogWarning(failure, "A back-test could not go on; it is begun again.");
            }

            await Task.Delay(s_tick, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AnswerAsync(BacktestEntry entry, CancellationToken ct)
    {
        using var wanted = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var progress = new BacktestProgress();
        var ticking = TickAsync(entry.Id, progress, wanted);
        try
        {
            var answer = await run.RunAsync(entry.State.Request!, progress, wanted.Token);
            await table.WriteAsync(entry.Id, answer.Rows, wanted.Token);
            await notes.NoteAsync(entry.Id, entry.State.Request!, answer.Summary, wanted.Token);
            await EndAsync(entry.Id, new FinishBacktest(answer.Summary).Decide, ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            metrics.Ended(BacktestStatus.Cancelled);
        }
        catch (Exception failure) when (!IsPassing(failure))
        {
            // Whatever else goes wrong goes wrong again: it must not hold up the others.
            log.LogError(failure, "Back-test {Id} cannot be answered.", entry.Id);
            await EndAsync(entry.Id, new FailBacktest(failure.Message).Decide, ct);
        }
        finally
        {
            metrics.Judged(progress.Observations);
            await wanted.CancelAsync();
            await ticking;
        }
    }

    private static bool IsPassing(Exception failure) =>
        failure is OperationCanceledException or ConcurrencyException || StoreUnavailableException.Describes(failure);

    /// <summary>The board must know of the end before the next one is looked for.</summary>
    private async Task EndAsync(
        string id, Func<Backtest, Decision<BacktestEvent>> decide, CancellationToken ct)
    {
        var outcome = await transactor.TransactAsync(
            BacktestBoard.Stream, id, (backtest, _) => decide(backtest), s_by, ct: ct);
        if (outcome is not Outcome<Backtest>.Committed done)
            return;
        metrics.Ended(done.State.Status);
        await folds.WaitForAsync(done.Position, ct);
    }

    /// <summary>Tells how far it has come, and ends it when nobody wants to know any more.</summary>
    private async Task TickAsync(string id, BacktestProgress progress, CancellationTokenSource wanted)
    {
        while (!wanted.IsCancellationRequested)
        {
            await Task.Delay(s_tick, clock, wanted.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (board.Find(id)?.State.Status is not BacktestStatus.Running)
            {
                await wanted.CancelAsync();
                return;
            }

            var standing = new BacktestStanding(progress.Segments, progress.Total, progress.Observations);
            try
            {
                await table.SaveAsync(id, standing, wanted.Token);
                feed.TellOf(BacktestBoard.Stream.IdOf(id), progress.Segments);
            }
            catch (Exception failure) when (
                failure is OperationCanceledException || StoreUnavailableException.Describes(failure))
            {
                log.LogDebug(failure, "The standing of a back-test was not written.");
            }
        }
    }

    private async Task ForgetAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - _forgotAt < s_forgetEvery)
            return;
        await table.ForgetAsync(now.AddDays(-settings.KeepDays), ct);
        _forgotAt = now;
    }
}
