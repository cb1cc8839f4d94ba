using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Governance.Server.Audit.Sweeping;
using Governance.Server.Pipeline.Nodes;

namespace Governance.Server.Audit.Signing;

/// <summary>
/// Keeps the log signed and looked after on the one node that has the duty. Damage found by either side stops the
/// signing, not the server.
/// </summary>
internal sealed class LogKeeper(
    Integrator integrator, Sweeper sweeper, LogState state, Damages damages, EventStore store,
    Leases leases, NodeName node, TimeProvider clock, ILogger<LogKeeper> log) : BackgroundService
{
    // A busy log signs this often, so that partial tiles are not rewritten for every single fact.
    private static readonly TimeSpan s_betweenCheckpoints = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan s_afterFailure = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        damages.Recall();
        return new SoleDuty("audit-log", node.Id, leases, clock, log).RunAsync(KeepAsync, stoppingToken);
    }

    private async Task KeepAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await damages.ReportAsync(ct);
                await state.WaitUntilAsync(now => now.Damage is null, ct);
                await integrator.RestoreAsync(ct);
                await SignAndSweepAsync(ct);
            }
            catch (LogDamagedException damaged)
            {
                damages.Stop(damaged.Damage);
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                log.LogWarning(failure, "Signing pauses and starts anew.");
                await Task.Delay(s_afterFailure, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Both at once; the first to fail ends the other.</summary>
    private async Task SignAndSweepAsync(CancellationToken ct)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task[] tasks = [SignAsync(together.Token), sweeper.RunAsync(together.Token)];
        var first = await Task.WhenAny(tasks);
        await together.CancelAsync();
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private async Task SignAsync(CancellationToken ct)
    {
        while (true)
        {
            await store.WaitForPastAsync(state.Signed?.Size ?? 0, ct);
            if (await integrator.StepAsync(ct))
                await Task.Delay(s_betweenCheckpoints, clock, ct);
        }
    }
}
