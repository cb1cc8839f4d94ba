using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Governance.Server.Pipeline.Nodes;

namespace Governance.Server.Intake.Privacy;

/// <summary>
/// Sees to it that there is a key before anything is taken in, that every node goes over to a new one within seconds,
/// and, on the one node that has the duty, that keys begin and end in time.
/// </summary>
internal sealed class PseudonymKeeper(
    PseudonymActs acts,
    PseudonymKeys keys,
    Leases leases,
    NodeName node,
    TimeProvider clock,
    ILogger<PseudonymKeeper> log) : BackgroundService
{
    /// <summary>How long pseudonyms of two keys may be made beside each other on two nodes.</summary>
    private static readonly TimeSpan s_refresh = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_looking = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_afterFailure = TimeSpan.FromMinutes(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await acts.SettleAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RefreshAsync(stoppingToken),
        new SoleDuty("pseudonym-keys", node.Id, leases, clock, log).RunAsync(KeepAsync, stoppingToken));

    private async Task RefreshAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                keys.Refresh();
            }
            catch (Exception failure) when (failure is IOException or InvalidDataException)
            {
                log.LogWarning(failure, "The keys of pseudonyms cannot be read; the present one is used on.");
            }

            await Task.Delay(s_refresh, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task KeepAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var pause = s_looking;
            try
            {
                await acts.KeepScheduleAsync(ct);
            }
            catch (Exception failure) when (
                failure is IOException or ConcurrencyException || StoreUnavailableException.Describes(failure))
            {
                log.LogWarning(failure, "Pseudonym keys could not be looked after; it is tried again.");
                pause = s_afterFailure;
            }

            await Task.Delay(pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
