using Governance.EventSourcing;
using Governance.Server.Pipeline;

namespace Governance.Server.Rollouts.Decisions;

/// <summary>
/// Whether this node still knows what the log says: confirmed whenever it could ask for the log's end and had taken in
/// everything up to it.
/// </summary>
internal sealed class Knowledge(
    EventStore store, FoldRunner folds, RolloutSettings settings, TimeProvider clock, ILogger<Knowledge> log)
    : BackgroundService
{
    /// <summary>How often the log's end is asked for.</summary>
    private static readonly TimeSpan s_ask = TimeSpan.FromSeconds(5);

    private long _confirmed = clock.GetTimestamp();
    private bool _saidDead;

    /// <summary>True when the candidate must not be given out on the strength of what is known here.</summary>
    internal bool IsDead =>
        folds.StoppedAt is not null
        || clock.GetElapsedTime(Volatile.Read(ref _confirmed)) > settings.CandidateStaleness;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ask = new PeriodicTimer(s_ask, clock);
        while (await ask.WaitForNextTickAsync(stoppingToken))
        {
            await TryConfirmAsync(stoppingToken);
            if (IsDead && !_saidDead)
            {
                log.LogCritical("Decisions fall back to stable versions: the log has not been heard for too long.");
            }

            _saidDead = IsDead;
        }
    }

    private async Task TryConfirmAsync(CancellationToken ct)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(s_ask);
            var head = await store.HeadAsync(patience.Token);
            await folds.WaitForAsync(head.Position, patience.Token);
            Volatile.Write(ref _confirmed, clock.GetTimestamp());
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // Not confirmed: that is all there is to know, and IsDead says when it matters.
            log.LogDebug(failure, "The log's end could not be confirmed.");
        }
    }
}
