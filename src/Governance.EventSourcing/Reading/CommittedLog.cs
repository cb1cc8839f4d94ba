namespace Governance.EventSourcing.Reading;

/// <summary>
/// What this process knows of the end of the log: the last committed position, and the latest events that it committed
/// itself, so that those who follow the log closely are served from memory and the table is read only to catch up.
/// </summary>
internal sealed class CommittedLog
{
    /// <summary>Events kept: some seconds of a busy hour.</summary>
    private const int MaxEvents = 8_192;

    /// <summary>Payload bytes kept.</summary>
    private const long MaxBytes = 16 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<RecordedEvent> _recent = new(MaxEvents);
    private TaskCompletionSource _moved = NewSignal();
    private long _bytes;
    private long _last;
    private long _position;

    /// <summary>Everything up to here is committed and visible.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>A batch that this process committed; contiguous in itself.</summary>
    public void Add(IReadOnlyList<RecordedEvent> batch)
    {
        lock (_gate)
        {
            if (_last + 1 != batch[0].Position)
                Clear();
            foreach (var recorded in batch)
            {
                _recent.Enqueue(recorded);
                _bytes += recorded.Data.Length;
            }

            _last = batch[^1].Position;
            while (_recent.Count > MaxEvents || _bytes > MaxBytes)
                _bytes -= _recent.Dequeue().Data.Length;
        }
    }

    /// <summary>The log is known to reach this far; it never goes back.</summary>
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

    /// <summary>Completes once the log reaches past a position.</summary>
    public async Task WaitForPastAsync(long position, CancellationToken ct)
    {
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (_position > position)
                    return;
                moved = _moved.Task;
            }

            await moved.WaitAsync(ct);
        }
    }

    /// <summary>The page after a position, or null when memory does not hold its beginning.</summary>
    public EventPage? Read(long after, int limit, IReadOnlyCollection<string>? types, bool withoutBehaviour)
    {
        lock (_gate)
        {
            if (_recent.Count == 0 || after >= _last || after < _last - _recent.Count)
                return null;
            var events = new List<RecordedEvent>();
            foreach (var recorded in _recent)
            {
                if (recorded.Position <= after || !Wanted(recorded, types, withoutBehaviour))
                    continue;
                events.Add(recorded);
                if (events.Count == limit)
                    return new EventPage(events, recorded.Position);
            }

            return new EventPage(events, _last);
        }
    }

    private static bool Wanted(RecordedEvent recorded, IReadOnlyCollection<string>? types, bool withoutBehaviour) =>
        types?.Contains(recorded.Type) ?? !(withoutBehaviour && EventReader.IsBehaviour(recorded.Type));

    private void Clear()
    {
        _recent.Clear();
        _bytes = 0;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
