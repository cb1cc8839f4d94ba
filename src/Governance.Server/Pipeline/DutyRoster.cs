using Governance.Messaging.Outbox;
using Governance.Messaging.Timers;
using Governance.Postgres.Leasing;

namespace Governance.Server.Pipeline;

/// <summary>
/// The background work of the server: reactions, and separately timers and outbox, so that a node whose binary is too
/// old to react still rings and still pages.
/// </summary>
internal sealed class DutyRoster(
    Reactions reactions,
    TimerClock timers,
    OutboxDispatcher outbox,
    Leases leases,
    NodeName node,
    PipelineMetrics metrics,
    TimeProvider clock,
    ILogger<DutyRoster> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Observe(reactions);
        return Task.WhenAll(
            On("reactions").RunAsync(reactions.RunAsync, stoppingToken),
            On("messaging").RunAsync(
                stop => Task.WhenAll(timers.RunAsync(stop), outbox.RunAsync(stop)), stoppingToken));
    }

    private Duty On(string duty) => new(duty, node.Value, leases, clock, log);
}

/// <summary>
/// This node's name among the holders of leases: the same after a restart, another on every other node.
/// </summary>
internal sealed record NodeName(string Value);
