using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Governance.Server.Pipeline.Nodes;

namespace Governance.Server.Intake.Privacy.Content;

/// <summary>
/// Brings what was allowed or ended to this node within seconds, and, on the one node that has the duty, erases what is
/// kept long enough.
/// </summary>
internal sealed class ContentKeeper(
    ContentActs acts,
    ContentConsents consents,
    Leases leases,
    NodeName node,
    TimeProvider clock,
    ILogger<ContentKeeper> log) : BackgroundService
{
    /// <summary>How long another node may still keep content after somebody ended it; it goes all the same.</summary>
    private static readonly TimeSpan s_refresh = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_retire = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(s_refresh, () => consents.RefreshAsync(stoppingToken), stoppingToken),
        new SoleDuty("content-retention", node.Id, leases, clock, log).RunAsync(
            ct => RepeatAsync(s_retire, () => acts.RetireAsync(ct), ct), stoppingToken));

    private async Task RepeatAsync(TimeSpan every, Func<Task> look, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await look();
            }
            catch (Exception failure) when (failure is IOException or ConcurrencyException
                or OperationCanceledException || StoreUnavailableException.Describes(failure))
            {
                log.LogDebug(failure, "What content may be kept could not be looked after; it is tried again.");
            }

            await Task.Delay(every, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
