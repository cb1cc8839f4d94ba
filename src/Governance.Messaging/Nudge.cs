using System.Threading.Channels;
using Governance.Postgres.Waking;

namespace Governance.Messaging;

/// <summary>
/// A bell for one waiting worker. Any number of rings before it looks count as one, so ringing never blocks and a ring
/// between two looks is never missed.
/// </summary>
public sealed class Nudge
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the worker now, or lets its next wait end at once.</summary>
    public void Ring() => _bell.Writer.TryWrite(true);

    /// <summary>Ends at the next ring, at the latest after <paramref name="atMost"/>.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken ct)
    {
        if (atMost <= TimeSpan.Zero)
            return;
        using var timeout = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            await _bell.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The time is up without a ring: the caller looks again.
        }
    }
}

/// <summary>The bells of this node's two messaging workers, rung after a commit anywhere that gave them work.</summary>
public sealed class Nudges : IDisposable
{
    private const string TimersTopic = "timers";
    private const string OutboxTopic = "outbox";

    private readonly WakeUps _wakeUps;
    private readonly IDisposable _timers;
    private readonly IDisposable _outbox;

    /// <summary>Listens to this node's commits and to the others'.</summary>
    public Nudges(WakeUps wakeUps)
    {
        _wakeUps = wakeUps;
        _timers = wakeUps.Subscribe(TimersTopic, _ => Timers.Ring());
        _outbox = wakeUps.Subscribe(OutboxTopic, _ => Outbox.Ring());
    }

    internal Nudge Timers { get; } = new();

    internal Nudge Outbox { get; } = new();

    /// <summary>A timer was armed or made replayable.</summary>
    public void RingTimers() => _wakeUps.Raise(TimersTopic);

    /// <summary>A message was queued or made replayable.</summary>
    public void RingOutbox() => _wakeUps.Raise(OutboxTopic);

    /// <inheritdoc/>
    public void Dispose()
    {
        _timers.Dispose();
        _outbox.Dispose();
    }
}
