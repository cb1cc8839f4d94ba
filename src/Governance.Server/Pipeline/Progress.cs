namespace Governance.Server.Pipeline;

/// <summary>How far a reader of the log has come: never goes back, and can be waited for.</summary>
internal sealed class Progress
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _moved = NewSignal();
    private long _position;

    /// <summary>Everything up to here has been handled.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Moves on.</summary>
    public void Advance(long position)
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            if (position <= _position)
                return;
            Volatile.Write(ref _position, position);
            (moved, _moved) = (_moved, NewSignal());
        }

        moved.SetResult();
    }

    /// <summary>Completes once everything up to <paramref name="position"/> has been handled.</summary>
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
