using Governance.Messaging;
using Governance.Messaging.Outbox;
using Governance.Messaging.Queue;
using Governance.Messaging.Timers;
using Governance.Postgres.Leasing;
using Npgsql;

namespace Governance.Server.Pipeline.Nodes;

/// <summary>Makes this process a node: what is dealt out, and what deals.</summary>
internal static class NodeSetup
{
    internal static IServiceCollection AddNode(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider => NodeName.Of(configuration, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<NodeTable>();
        services.AddSingleton(provider => new LeaseSet(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<NodeName>().Id));
        services.AddSingleton<NodeMetrics>();
        services.AddSingleton(DutiesOf);
        services.AddHostedService<MessagingHost>();
        // Last, so that it stops first: shards are given back while their workers still run.
        return services.AddHostedService<DutyRoster>();
    }

    private static IEnumerable<Duty> DutiesOf(IServiceProvider provider)
    {
        var timers = provider.GetRequiredService<TimerClock>();
        var queue = provider.GetRequiredService<MessageQueue>();
        var outbox = provider.GetRequiredService<OutboxDispatcher>();
        var shards = Enumerable.Range(0, Shard.Count).Select(shard => (short)shard);
        return
        [
            .. provider.GetRequiredService<Reactions>().Duties,
            .. shards.Select(shard =>
                new Duty($"timers-{shard}", (lease, held) => timers.HoldAsync(shard, lease, held))),
            .. shards.Select(shard =>
                new Duty($"outbox-{shard}", (lease, held) => outbox.HoldAsync(shard, lease, held))),
            .. shards.Select(shard => new Duty($"queue-{shard}", (_, held) => queue.RunAsync(shard, held))),
        ];
    }
}
