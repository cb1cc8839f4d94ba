using Governance.EventSourcing.Reading;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Governance.EventSourcing.Appending;

/// <summary>
/// The group commit: one per process. What waits is written as one transaction, over one of two held connections: while
/// one batch is being committed, the next already stands at the door, so the lock is never free for longer than it
/// takes to be handed on. There is no loop that idles: whoever appends to an idle appender sets it going.
/// </summary>
internal sealed class Appender(
    NpgsqlDataSource database, CommittedLog log, AppendMetrics metrics, Action moved, ILogger logger)
    : IAsyncDisposable
{
    private readonly StreamHeads _heads = new();
    private readonly Lane[] _lanes = [new Lane(database), new Lane(database)];
    private readonly AppendQueue _queue = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _before = Task.CompletedTask;
    private int _pumping;
    private int _passages;

    /// <summary>Appends that wait.</summary>
    public int Waiting => _queue.Count;

    /// <summary>False when the append was not taken: too many wait, or the appender is stopping.</summary>
    public async ValueTask<bool> AddAsync(EncodedAppend append, CancellationToken ct)
    {
        if (!await _queue.AddAsync(append, ct))
            return false;
        Pump();
        return true;
    }

    /// <summary>Takes no more, writes what waits, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        Pump();
        await _idle.Task;
        foreach (var lane in _lanes)
            await lane.DisposeAsync();
    }

    private void Pump()
    {
        if (Interlocked.Exchange(ref _pumping, 1) == 0)
            _ = PumpAsync();
    }

    private async Task PumpAsync()
    {
        do
        {
            while (_queue.TryTake(out var batch))
            {
                var passage = new Passage(batch, _queue, _heads, log, metrics);
                _before = PassAsync(passage, _before);
                await passage.Entered;
                if (_queue.Count < AppendLimits.WorthOverlapping)
                    await GatherAsync(_before);
            }

            if (_queue.IsClosed)
            {
                await _before;
                if (_queue.IsEmpty)
                    _idle.TrySetResult();
            }

            Interlocked.Exchange(ref _pumping, 0);
        }
        while (HasWork && Interlocked.Exchange(ref _pumping, 1) == 0);
    }

    /// <summary>
    /// A commit costs about as much for one append as for fifty. Where few wait, the next batch is not taken before
    /// those who have just had their answer could come again: queued behind them, it finds them all.
    /// </summary>
    private static async Task GatherAsync(Task before)
    {
        await before;
        await new BehindOthers();
    }

    /// <summary>Something waits, or somebody waits for nothing to wait any more.</summary>
    private bool HasWork => !_queue.IsEmpty || (_queue.IsClosed && !_idle.Task.IsCompleted);

    /// <summary>Never throws: every append of the batch gets its verdict, or is returned to the queue.</summary>
    private async Task PassAsync(Passage passage, Task before)
    {
        var lane = _lanes[_passages++ % _lanes.Length];
        NpgsqlConnection? connection = null;
        try
        {
            connection = await lane.ConnectAsync(CancellationToken.None);
            await passage.RunAsync(connection, before);
            moved();
        }
        catch (Exception error)
        {
            // Passages end in their order, so that the lane of the one before is free for the one after.
            await before;
            _heads.Forget();
            if (!await new Setback(passage, _queue, database, logger).MendAsync(error, connection))
                await GiveUpAsync(lane);
        }

        _heads.Trim();
        passage.Leave();
        if (HasWork)
            Pump();
    }

    private async Task GiveUpAsync(Lane lane)
    {
        try
        {
            await lane.DisposeAsync();
        }
        catch (Exception further)
        {
            logger.LogWarning(further, "A broken append connection could not be closed in order.");
        }
    }
}
