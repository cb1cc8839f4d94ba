namespace Governance.EventSourcing.Projections;

/// <summary>How far a follower of the log has come: a position that rises, and that others wait for.</summary>
public sealed class ProgressMark
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _moved = NewSignal();
    private long _position;

    /// <summary>Everything up to here is done.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Moves on; never back.</summary>
    public void Set(long position)
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            if (position <= _position)
                return;
            _position = position;
            (moved, _moved) = (_moved, NewSignal());
        }

        moved.SetResult();
    }

    /// <summary>Back to the beginning: who waits goes on waiting.</summary>
    public void Reset()
    {
        lock (_gate)
            _position = 0;
    }

    /// <summary>Completes once everything up to <paramref name="position"/> is done.</summary>
    public async Task WaitForAsync(long position, CancellationToken ct)
    {
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (_position >= position)
                    return;
                moved = _moved.Task;
            }

            await moved.WaitAsync(ct);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
