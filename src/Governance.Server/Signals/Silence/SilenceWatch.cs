using Governance.Domain;
using Governance.Domain.Intake;
using Governance.EventSourcing;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Nodes;

namespace Governance.Server.Signals.Silence;

/// <summary>
/// Says of a deployment from which nothing came for a while that its windows are closed, on the one node that has the
/// duty. The fact goes right behind the deployment's last segment or nowhere: two nodes, a crash, or a segment in the
/// same moment change nothing.
/// </summary>
internal sealed class SilenceWatch(
    LastSegments last,
    EventStore store,
    SilenceSettings settings,
    Leases leases,
    NodeName node,
    TimeProvider clock,
    ILogger<SilenceWatch> log) : BackgroundService
{
    private static readonly Actor s_by = Actor.Part("silence-watch");

    /// <summary>Closes the windows of everybody who has been silent for long enough.</summary>
    /// <param name="now">The database's time.</param>
    /// <param name="since">Since when this node has listened: silence before that may have been ours.</param>
    /// <param name="ct">Gives up.</param>
    internal async Task CloseAsync(DateTimeOffset now, DateTimeOffset since, CancellationToken ct)
    {
        if (now - since < settings.After)
            return;
        foreach (var segment in last.Until(now - settings.After))
            await CloseAsync(segment, ct);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new SoleDuty("silence-watch", node.Id, leases, clock, log).RunAsync(LoopAsync, stoppingToken);

    private async Task LoopAsync(CancellationToken ct)
    {
        var since = clock.GetUtcNow();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await CloseAsync(clock.GetUtcNow(), since, ct);
            }
            catch (Exception failure) when (StoreUnavailableException.Describes(failure))
            {
                log.LogWarning(failure, "Windows could not be closed; it is tried again.");
            }

            await Task.Delay(settings.LookEvery, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CloseAsync(LastSegment segment, CancellationToken ct)
    {
        var closed = new BehaviourEvent.WindowsClosed(segment.Deployment, segment.Name, segment.Position);
        try
        {
            await store.AppendAsync(
                new AppendRequest(
                    [new StreamAppend(segment.StreamId, segment.Version, [EventTypes.Encode(closed)])],
                    new AppendMetadata(s_by.Id),
                    Governed: false),
                ct);
        }
        catch (StreamConflictException)
        {
            log.LogDebug("{Deployment} spoke again while its windows were to be closed.", segment.Name);
        }
    }
}
