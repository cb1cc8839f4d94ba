using System.Collections.Concurrent;
using Governance.Postgres;
using Microsoft.Extensions.Logging;

namespace Governance.Messaging.Timers;

/// <summary>
/// Fires durable timers on time. It reads the timers of the next <see cref="Horizon"/>, waits in memory for the
/// earliest, and looks again when a timer is armed here, when one is due, or when the horizon has passed; so an idle
/// system asks the database six times a minute. Timers that came due while nothing ran fire first, in their order.
/// </summary>
public sealed class TimerClock(
    TimerTable timers, ITimerFiring firing, Nudges nudges, MessagingMetrics metrics, TimeProvider clock,
    ILogger<TimerClock> log)
{
    /// <summary>Timers armed by another node and due sooner than this may fire that much late.</summary>
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

    // Bounded by MaxConcurrentFirings.
    private readonly ConcurrentDictionary<(TimerKey Key, long Id), Task> _firing = new();

    private IReadOnlyList<DueTimer> _next = [];

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
            await Task.WhenAll(_firing.Values);
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
        var now = clock.GetUtcNow();
        await timers.ReplayAsync(now, ct);
        // Before the rows are read: a firing that ends meanwhile may still be among them.
        var busy = _firing.Keys.ToHashSet();
        _next = await timers.ListNextAsync(now + Horizon, ReadLimit, ct);
        foreach (var timer in _next)
        {
            var key = (new TimerKey(timer.Kind, timer.Key), timer.Id);
            if (busy.Contains(key))
                continue; // When it ends, the bell rings.
            if (timer.FireAt > clock.GetUtcNow())
                return timer.FireAt - clock.GetUtcNow();
            if (_firing.Count >= MaxConcurrentFirings)
                return Horizon; // The next firing to end rings the bell.
            if (clock.GetUtcNow() - timer.FireAt > s_inOrderFrom)
                await FireAsync(timer, ct);
            else
                Start(key, timer, ct);
        }

        return Horizon;
    }

    private void Start((TimerKey Key, long Id) key, DueTimer timer, CancellationToken ct)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _firing[key] = done.Task;
        _ = Task.Run(
            async () =>
            {
                await FireAsync(timer, ct);
                _firing.TryRemove(key, out _);
                done.SetResult();
                nudges.Timers.Ring();
            },
            CancellationToken.None);
    }

    private async Task FireAsync(DueTimer timer, CancellationToken ct)
    {
        try
        {
            metrics.Fired(timer.LatenessAt(clock.GetUtcNow()));
            await firing.FireAsync(timer, ct);
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
        return _next.Count(timer => timer.FireAt < latest);
    }
}
