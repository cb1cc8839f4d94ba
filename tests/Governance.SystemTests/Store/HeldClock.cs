namespace Governance.SystemTests.Store;

/// <summary>
/// The real clock, whose timers do not ring while it is held: a process that is paused, as its own loops see it.
/// </summary>
internal sealed class HeldClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ITimer> _waiting = []; // Bounded by the timers set while it is held.
    private bool _held;

    public void Hold()
    {
        lock (_gate)
            _held = true;
    }

    public void LetGo()
    {
        List<ITimer> due;
        lock (_gate)
        {
            _held = false;
            due = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var timer in due)
            timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer? timer = null;
        timer = base.CreateTimer(
            given =>
            {
                lock (_gate)
                {
                    if (_held)
                    {
                        _waiting.Add(timer!);
                        return;
                    }
                }

                callback(given);
            },
            state,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        timer.Change(dueTime, period);
        return timer;
    }
}
