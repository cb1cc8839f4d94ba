namespace Governance.EventSourcing.Appending;

/// <summary>
/// Appends that wait for the next batch. Governed ones have their own room and go first, so that no amount of behaviour
/// can hold back a halt. Bounded by <see cref="AppendLimits"/>: when full, the caller is told at once.
/// </summary>
internal sealed class AppendQueue
{
    private readonly Lock _gate = new();
    private readonly Queue<EncodedAppend> _governed = new();
    private readonly Queue<EncodedAppend> _behaviour = new();
    private TaskCompletionSource _arrived = NewSignal();
    private bool _closed;

    /// <summary>False when the queue is full or closed.</summary>
    public bool TryAdd(EncodedAppend append)
    {
        lock (_gate)
        {
            var (queue, limit) = append.Request.Governed
                ? (_governed, AppendLimits.GovernedWaiting)
                : (_behaviour, AppendLimits.BehaviourWaiting);
            if (_closed || queue.Count >= limit)
                return false;
            queue.Enqueue(append);
            _arrived.TrySetResult();
            return true;
        }
    }

    /// <summary>The next batch, in order; waits for one, and is empty once the queue is closed and drained.</summary>
    public async Task<List<EncodedAppend>> TakeAsync()
    {
        while (true)
        {
            Task arrived;
            lock (_gate)
            {
                var batch = Drain();
                if (batch.Count > 0 || _closed)
                    return batch;
                if (_arrived.Task.IsCompleted)
                    _arrived = NewSignal();
                arrived = _arrived.Task;
            }

            await arrived;
        }
    }

    /// <summary>Takes no more; what waits is still handed out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _arrived.TrySetResult();
        }
    }

    private List<EncodedAppend> Drain()
    {
        var batch = new List<EncodedAppend>();
        var (events, bytes, guarded) = (0, 0L, 0);
        foreach (var queue in (ReadOnlySpan<Queue<EncodedAppend>>)[_governed, _behaviour])
        {
            while (queue.TryPeek(out var next) && (batch.Count == 0 || Fits(next)))
            {
                batch.Add(queue.Dequeue());
                events += next.Events.Length;
                bytes += next.Bytes;
                guarded += next.HasRowGuards ? 1 : 0;
            }
        }

        return batch;

        bool Fits(EncodedAppend next) =>
            events + next.Events.Length <= AppendLimits.EventsPerBatch
            && bytes + next.Bytes <= AppendLimits.BytesPerBatch
            && (!next.HasRowGuards || guarded < AppendLimits.RowGuardedPerBatch);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
