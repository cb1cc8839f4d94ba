using Governance.Domain;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
using Governance.Server.Pipeline;
using Governance.Server.Rollouts;

namespace Governance.Server.Oversight;

/// <summary>
/// Looks every second whether an awaited effect can be seen, and records it as soon as it can. What is not seen in time
/// is said by <see cref="EffectDeadline"/>; this goes on looking after it, because late is better than never.
/// </summary>
internal sealed class ContainmentVerifier(
    EffectBoard board,
    EffectReports reports,
    Transactor transactor,
    RolloutSettings rollouts,
    OversightSettings halts,
    EffectMetrics metrics,
    TimeProvider clock,
    ILogger<ContainmentVerifier> log) : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly Actor s_by = Actor.Part("containment-verifier");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var look = new PeriodicTimer(s_look, clock);
        while (await look.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var order in board.Open)
            {
                await TryRecordAsync(order, stoppingToken);
            }
        }
    }

    private async Task TryRecordAsync(Watching order, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var verdict = order.Watch.Judge(now);
        if (!verdict.Observed)
        {
            return;
        }

        try
        {
            await RecordAsync(order, verdict, now, ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Nothing is lost: the order stays open and is looked at again in a second.
            log.LogWarning(failure, "The effect of {Order} could not be recorded yet.", order);
        }
    }

    private async Task RecordAsync(Watching order, EffectVerdict verdict, DateTimeOffset now, CancellationToken ct)
    {
        var recorded = order.Halt is { } halt
            ? await RecordAsync(halt, verdict, ct)
            : await RecordAsync(order.Rollout!.Value, reports.OfRollback(order, verdict, now), ct);
        if (recorded)
        {
            metrics.Count(order, verdict);
        }
    }

    private async Task<bool> RecordAsync(RolloutId id, RecordRollbackEffect record, CancellationToken ct)
    {
        var act = RolloutDecision.Alone(id, record.Decide);
        return await transactor.PlanAsync(
            RolloutStreams.Rollout, id.Value, from => act.PlanAsync(from, rollouts), s_by, ct)
            is Outcome<Rollout>.Committed;
    }

    private async Task<bool> RecordAsync(HaltId id, EffectVerdict verdict, CancellationToken ct) =>
        await transactor.TransactAsync(
            OversightStreams.Halt,
            id.Value,
            EffectReports.OfHalt(verdict).Decide,
            (after, facts) => HaltEffects.Of(id, after, facts, halts),
            s_by,
            ct) is Outcome<Halt>.Committed;
}
