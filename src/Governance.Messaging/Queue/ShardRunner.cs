using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Governance.Messaging.Queue;

/// <summary>
/// Runs one shard. It holds in memory what it was handed over at the sending, and looks at the table only for what
/// others sent, what was put off, and what a runner before it left.
/// </summary>
internal sealed class ShardRunner : IDisposable
{
    /// <summary>Messages in memory beyond which the rest waits in the table.</summary>
    private const int MaxHeld = 5_000;

    /// <summary>Messages claimed by one statement.</summary>
    private const int ClaimLimit = 500;

    /// <summary>Keys of the shard handled at one time; each handling holds at most one append.</summary>
    private const int MaxConcurrentKeys = 8;

    /// <summary>How long a handled message keeps refusing its double.</summary>
    private static readonly TimeSpan s_keptFor = TimeSpan.FromMinutes(5);

    /// <summary>How often the table is looked at without a bell: for lost wake-ups, and for replays.</summary>
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(2);

    private readonly short _shard;
    private readonly MessageTable _table;
    private readonly MessagingMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationToken _stopping;
    private readonly KeyLines _lines;
    private readonly MessageTries _tries;
    private readonly SemaphoreSlim _slots = new(MaxConcurrentKeys);

    // Bounded by MaxHeld and one group of hand-overs beyond it.
    private readonly ConcurrentDictionary<Guid, bool> _held = new();

    // In UTC ticks, since lines write it too.
    private long _nextLook;

    private volatile bool _full;

    // Whether rows may be claimed for this runner that it does not hold: at the start, and after a sending that failed.
    private volatile bool _astray = true;

    public ShardRunner(
        short shard, long epoch, MessageTable table, IMessageHandling handling, Func<ShardRunner, Guid, ValueTask> mark,
        MessagingMetrics metrics, TimeProvider clock, ILogger log, CancellationToken stopping)
    {
        (_shard, Epoch, _table, _metrics) = (shard, epoch, table, metrics);
        (_clock, _log, _stopping) = (clock, log, stopping);
        _lines = new KeyLines(HandleAsync, stopping);
        _tries = new MessageTries(epoch, table, handling, id => mark(this, id), metrics, clock, log, stopping);
    }

    public long Epoch { get; }

    /// <summary>Whether messages may be claimed for this runner as they are sent.</summary>
    public bool TakesHandOver => !_astray && _held.Count < MaxHeld && !_stopping.IsCancellationRequested;

    /// <summary>Rung when the table has something for this shard.</summary>
    public Nudge Bell { get; } = new();

    /// <summary>Runs until stopped; finishes what is being handled, and leaves the rest to the next runner.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
                await Bell.WaitAsync(await TryStepAsync(), _clock, _stopping);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopping.
        }
        finally
        {
            await _lines.WhenEmptyAsync();
            if (_shard == 0)
                _metrics.Queued(null); // Another node's to say from now on.
        }
    }

    /// <summary>Takes messages that were sent just now, already claimed for this runner.</summary>
    public void HandOver(IEnumerable<LocalMessage> messages) => _lines.Add(Hold(messages));

    /// <summary>A sending failed: what it claimed for this runner, if anything, is to be freed.</summary>
    public void LookForStrays()
    {
        _astray = true;
        Interlocked.Exchange(ref _nextLook, 0);
        Bell.Ring();
    }

    /// <summary>The message's end is durable.</summary>
    public void Release(Guid id)
    {
        _held.TryRemove(id, out _);
        if (_full && _held.Count < MaxHeld / 2)
            Bell.Ring();
    }

    public void Dispose() => _slots.Dispose();

    private async Task<TimeSpan> TryStepAsync()
    {
        try
        {
            if (UntilLook() <= TimeSpan.Zero)
                await LookAsync();
            while (await ClaimAsync())
            {
                // A full page: there may be more.
            }

            return UntilLook();
        }
        catch (Exception error) when (error is not OperationCanceledException || !_stopping.IsCancellationRequested)
        {
            _log.LogWarning("Shard {Shard} of the queue waits ({Error}).", _shard, error.Message);
            return ErrorPolicy.UnavailablePause;
        }
    }

    private async Task LookAsync()
    {
        await _table.FreeAsync(_shard, Epoch, _astray ? _held.Keys : null, _stopping);
        _astray = false;
        await _tries.LookAtLettersAsync(_shard);
        if (_shard == 0)
            await TidyAsync();
        var due = await _table.FreeDueAsync(_shard, _stopping);
        var wait = due < s_lookEvery ? due.Value : s_lookEvery;
        Interlocked.Exchange(ref _nextLook, (_clock.GetUtcNow() + wait).UtcTicks);
    }

    private TimeSpan UntilLook() => new(Interlocked.Read(ref _nextLook) - _clock.GetUtcNow().UtcTicks);

    // One of the runners does for all of them what needs doing once.
    private async Task TidyAsync()
    {
        await _table.PurgeAsync(s_keptFor, _stopping);
        _metrics.Queued(await _table.CountWaitingAsync(_stopping));
    }

    private async Task<bool> ClaimAsync()
    {
        _full = _held.Count >= MaxHeld;
        return !_full && await _lines.AddAsync(
            async () => Hold(await _table.ClaimAsync(_shard, Epoch, ClaimLimit, _stopping))) == ClaimLimit;
    }

    private List<LocalMessage> Hold(IEnumerable<LocalMessage> messages) =>
        [.. messages.Where(message => _held.TryAdd(message.Id, true))];

    private async Task HandleAsync(LocalMessage message)
    {
        try
        {
            switch (await _tries.RunAsync(message, _slots))
            {
                case MessageEnd.Handled:
                    break; // Released when the mark is durable.
                case MessageEnd.PutOff put:
                    Release(message.Id);
                    LookBy(_clock.GetUtcNow() + put.Wait);
                    break;
                default:
                    Release(message.Id);
                    break;
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The row is still there: the next runner handles it.
        }
        catch (Exception error)
        {
            _log.LogError(error, "The end of message {Type} {Id} could not be kept.", message.Type, message.Id);
            Release(message.Id);
            LookForStrays();
        }
    }

    private void LookBy(DateTimeOffset time)
    {
        var planned = Interlocked.Read(ref _nextLook);
        if (time.UtcTicks < planned)
            Interlocked.CompareExchange(ref _nextLook, time.UtcTicks, planned);
        Bell.Ring();
    }
}
