using System.Collections.Concurrent;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Microsoft.Extensions.Logging;

namespace Governance.Messaging.Timers;

/// <summary>
/// Fires the durable timers of the shards that this node has, on time and without polling: it waits in memory for the
/// earliest, and looks again when one is armed anywhere, when one is due, or after <see cref="Horizon"/>. Timers that
/// came due while nothing ran fire first, in their order.
/// </summary>
public sealed class TimerClock(
    TimerTable timers, ITimerFiring firing, Nudges nudges, MessagingMetrics metrics, TimeProvider clock,
    ILogger<TimerClock> log)
{
    /// <summary>The longest wait without looking: a lost wake-up makes a timer at most this late.</summary>
    public static TimeSpan Horizon { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Timers read at once: enough to keep all lanes busy after a long downtime.</summary>
    private const int ReadLimit = 500;

    /// <summary>Firings at one time; each holds a command's worth of work and no connection while it waits.</summary>
    private const int MaxConcurrentFirings = 8;

    /// <summary>Tries of one timer before it is a dead letter.</summary>
    private const int MaxAttempts = 6;

    /// <summary>A timer counts as overdue when it is later than the promised lateness.</summary>
    private static readonly TimeSpan s_overdueAfter = TimeSpan.FromMilliseconds(250);

    /// <summary>Timers later than this are of a downtime, and are fired one after the other, in their order.</summary>
    private static readonly TimeSpan s_inOrderFrom = TimeSpan.FromSeconds(2);

    private readonly HeldShards _shards = new();

    // Bounded by MaxConcurrentFirings.
    private readonly ConcurrentDictionary<(TimerKey Key, long Id), (short Shard, Task Done)> _firing = new();

    private IReadOnlyList<DueTimer> _due = [];

    /// <summary>Fires the timers of one shard until cancelled; firings under way are finished first.</summary>
    public async Task HoldAsync(short shard, Lease lease, CancellationToken ct)
    {
        await _shards.HoldAsync(shard, lease, nudges.Timers, ct);
        await Task.WhenAll(_firing.Values.Where(one => one.Shard == shard).Select(one => one.Done));
    }

    /// <summary>Fires until stopped; firings under way are finished first.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        metrics.ObserveOverdue(CountOverdue);
        try
        {
            while (!ct.IsCancellationRequested)
                await nudges.Timers.WaitAsync(await TryStepAsync(ct), clock, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping.
        }
        finally
        {
            await Task.WhenAll(_firing.Values.Select(one => one.Done));
        }
    }

    private async Task<TimeSpan> TryStepAsync(CancellationToken ct)
    {
        try
        {
            return await StepAsync(ct);
        }
        catch (Exception error) when (StoreUnavailableException.Describes(error))
        {
            log.LogWarning("Timers wait: the database is away ({Error}).", error.Message);
            return ErrorPolicy.UnavailablePause;
        }
    }

    /// <summary>Starts what is due and answers how long nothing more is to be done.</summary>
    private async Task<TimeSpan> StepAsync(CancellationToken ct)
    {
        var held = _shards.Now;
        if (held.Count == 0)
        {
            _due = [];
            return Horizon;
        }

        var now = clock.GetUtcNow();
        await timers.ReplayAsync(now, ct);
        // Before the rows are read: a firing that ends meanwhile may still be among them.
        var busy = _firing.Keys.ToHashSet();
        _due = await timers.ListDueAsync(now, held.Keys, ReadLimit, ct);
        foreach (var timer in _due)
        {
            var key = (new TimerKey(timer.Kind, timer.Key), timer.Id);
            if (busy.Contains(key))
                continue; // When it ends, the bell rings.
            if (_firing.Count >= MaxConcurrentFirings)
                return Horizon; // The next firing to end rings the bell.
            if (!_shards.Now.TryGetValue(timer.Shard, out var lease))
                continue; // Another node has it by now.
            var fired = Start(key, timer, lease, ct);
            if (now - timer.FireAt > s_inOrderFrom)
                await fired;
        }

        return _due.Count == ReadLimit ? TimeSpan.Zero : await UntilNextAsync(now, held.Keys, ct);
    }

    private async Task<TimeSpan> UntilNextAsync(DateTimeOffset now, IEnumerable<short> shards, CancellationToken ct)
    {
        var next = await timers.PeekAsync(now, shards, ct) - clock.GetUtcNow();
        return next is { } wait && wait < Horizon ? Max(wait, TimeSpan.Zero) : Horizon;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private Task Start((TimerKey Key, long Id) key, DueTimer timer, Lease lease, CancellationToken ct)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _firing[key] = (timer.Shard, done.Task);
        _ = Task.Run(
            async () =>
            {
                await FireAsync(timer, lease, ct);
                _firing.TryRemove(key, out _);
                done.SetResult();
                nudges.Timers.Ring();
            },
            CancellationToken.None);
        return done.Task;
    }

    private async Task FireAsync(DueTimer timer, Lease lease, CancellationToken ct)
    {
        try
        {
            metrics.Fired(timer.LatenessAt(clock.GetUtcNow()));
            await firing.FireAsync(timer, lease, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The row is still there: it fires after the next start.
        }
        catch (Exception error)
        {
            await TryPutOffAsync(timer, error, ct);
        }
    }

    private async Task TryPutOffAsync(DueTimer timer, Exception error, CancellationToken ct)
    {
        log.LogError(error, "Timer {Kind} {Key} failed, try {Try}.", timer.Kind, timer.Key, timer.Attempts + 1);
        try
        {
            if (StoreUnavailableException.Describes(error))
                await Task.Delay(ErrorPolicy.UnavailablePause, clock, ct);
            else if (timer.Attempts + 1 >= MaxAttempts)
                await timers.BuryAsync(timer, error.Message, ct);
            else
                await timers.PostponeAsync(
                    timer, clock.GetUtcNow() + Backoff.After(timer.Attempts + 1, timer.Id), ct);
        }
        catch (Exception away) when (away is OperationCanceledException || StoreUnavailableException.Describes(away))
        {
            log.LogWarning("Timer {Kind} {Key} stays as it is: {Error}.", timer.Kind, timer.Key, away.Message);
        }
    }

    private long CountOverdue()
    {
        var latest = clock.GetUtcNow() - s_overdueAfter;
        return _due.Count(timer => timer.FireAt < latest);
    }
}
