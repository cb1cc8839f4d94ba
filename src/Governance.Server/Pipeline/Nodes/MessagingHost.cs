using Governance.Messaging.Outbox;
using Governance.Messaging.Timers;

namespace Governance.Server.Pipeline.Nodes;

/// <summary>
/// Runs this node's timers and outbox; what they work on is what <see cref="DutyRoster"/> gives them.
/// </summary>
internal sealed class MessagingHost(
    TimerClock timers, OutboxDispatcher outbox, Reactions reactions, PipelineMetrics metrics) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.Observe(reactions);
        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(timers.RunAsync(stoppingToken), outbox.RunAsync(stoppingToken));
}
