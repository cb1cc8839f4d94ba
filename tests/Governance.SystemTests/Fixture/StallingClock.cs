namespace Governance.SystemTests.Fixture;

/// <summary>
/// The system's clock until it is paused: then nothing that waits for time goes on and no time passes, as in a process
/// that was stopped. Afterwards everything that came due fires late.
/// </summary>
internal sealed class StallingClock : TimeProvider
{
    private readonly Lock _changing = new();
    private readonly List<(TimerCallback Callback, object? State)> _late = [];
    private (DateTimeOffset Now, long Timestamp)? _paused;

    public void Pause()
    {
        lock (_changing)
            _paused = (System.GetUtcNow(), System.GetTimestamp());
    }

    public void Resume()
    {
        List<(TimerCallback Callback, object? State)> late;
        lock (_changing)
        {
            _paused = null;
            late = [.. _late];
            _late.Clear();
        }

        foreach (var (callback, state) in late)
            callback(state);
    }

    public override DateTimeOffset GetUtcNow() => _paused?.Now ?? System.GetUtcNow();

    public override long GetTimestamp() => _paused?.Timestamp ?? System.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(
            inner =>
            {
                lock (_changing)
                {
                    if (_paused is not null)
                    {
                        _late.Add((callback, inner));
                        return;
                    }
                }

                callback(inner);
            },
            state,
            dueTime,
            period);
}
