using System.Diagnostics.CodeAnalysis;

namespace Governance.EventSourcing.Appending;

/// <summary>
/// Appends that wait for the next batch. Governed ones have their own room and go first, so that no amount of behaviour
/// can hold back a halt; those that have to be tried again go before both. Bounded by <see cref="AppendLimits"/>.
/// </summary>
internal sealed class AppendQueue
{
    private readonly Lock _gate = new();
    private readonly Queue<EncodedAppend> _again = new(); // Bounded by the batches in flight.
    private readonly Queue<EncodedAppend> _governed = new();
    private readonly Queue<EncodedAppend> _behaviour = new();
    private TaskCompletionSource _room = NewSignal();
    private int _hoping;
    private volatile bool _closed;

    /// <summary>No more is taken.</summary>
    public bool IsClosed => _closed;

    /// <summary>Nothing waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _again.Count + _governed.Count + _behaviour.Count == 0;
        }
    }

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _again.Count + _governed.Count + _behaviour.Count;
        }
    }

    /// <summary>
    /// True when the append waits in the queue. While the queue is full the caller waits for room, until it gives up;
    /// false when so many wait for room that hoping is no use, or when the queue is closed.
    /// </summary>
    public async ValueTask<bool> AddAsync(EncodedAppend append, CancellationToken ct)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_closed)
                    return false;
                if (TryAdd(append))
                    return true;
                if (Volatile.Read(ref _hoping) >= AppendLimits.Hoping)
                    return false;
                Interlocked.Increment(ref _hoping);
                room = _room.Task;
            }

            try
            {
                await room.WaitAsync(ct);
            }
            finally
            {
                Interlocked.Decrement(ref _hoping);
            }
        }
    }

    /// <summary>The next batch, in order; false when nothing waits.</summary>
    public bool TryTake([NotNullWhen(true)] out Batch? batch)
    {
        lock (_gate)
        {
            batch = new Batch();
            if (_again.TryPeek(out var returned) && returned.Alone)
                batch.Add(_again.Dequeue());
            else
                Fill(batch, _ => true);
            if (batch.Appends.Count > 0)
                return true;
            batch = null;
            return false;
        }
    }

    /// <summary>Adds to a batch what has come since and fits, from the front, as long as it may join.</summary>
    public void TopUp(Batch batch, Func<EncodedAppend, bool> mayJoin)
    {
        lock (_gate)
            Fill(batch, mayJoin);
    }

    /// <summary>An append whose try said nothing about it: it goes first next time.</summary>
    public void Return(EncodedAppend append)
    {
        lock (_gate)
            _again.Enqueue(append);
    }

    /// <summary>Takes no more; what waits is still handed out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            MakeRoom();
        }
    }

    private bool TryAdd(EncodedAppend append)
    {
        var (queue, limit) = append.Request.Governed
            ? (_governed, AppendLimits.GovernedWaiting)
            : (_behaviour, AppendLimits.BehaviourWaiting);
        if (queue.Count >= limit)
            return false;
        queue.Enqueue(append);
        return true;
    }

    private void Fill(Batch batch, Func<EncodedAppend, bool> mayJoin)
    {
        foreach (var queue in (ReadOnlySpan<Queue<EncodedAppend>>)[_again, _governed, _behaviour])
        {
            while (queue.TryPeek(out var next) && (next.IsGivenUp || (batch.Fits(next) && mayJoin(next))))
            {
                if (queue.Dequeue() is { IsGivenUp: false } taken)
                    batch.Add(taken);
            }
        }

        MakeRoom();
    }

    private void MakeRoom()
    {
        if (Volatile.Read(ref _hoping) == 0)
            return;
        var room = _room;
        _room = NewSignal();
        room.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
