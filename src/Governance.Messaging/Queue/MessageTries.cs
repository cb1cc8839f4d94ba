using System.Collections.Concurrent;
using Governance.Postgres;
using Microsoft.Extensions.Logging;

namespace Governance.Messaging.Queue;

/// <summary>How the handling of a message ended, for whoever holds it in memory.</summary>
internal abstract record MessageEnd
{
    /// <summary>Handled, and waiting to be marked so.</summary>
    public sealed record Handled : MessageEnd;

    /// <summary>Its row says so already.</summary>
    public sealed record Settled : MessageEnd;

    /// <summary>Back in the table until later.</summary>
    public sealed record PutOff(TimeSpan Wait) : MessageEnd;
}

/// <summary>
/// Handles a message as often as its policy says. What is given up on parks its key: the messages behind it follow it
/// into the dead letters, and other keys go on.
/// </summary>
internal sealed class MessageTries(
    long epoch,
    MessageTable table,
    IMessageHandling handling,
    Func<Guid, ValueTask> mark,
    MessagingMetrics metrics,
    TimeProvider clock,
    ILogger log,
    CancellationToken stopping)
{
    private static readonly MessageEnd s_handled = new MessageEnd.Handled();
    private static readonly MessageEnd s_settled = new MessageEnd.Settled();

    // Bounded by the keys that wait for a human.
    private readonly ConcurrentDictionary<string, bool> _parked = new(StringComparer.Ordinal);

    // In UTC ticks, since every line reads it.
    private long _pausedUntil;

    /// <summary>Tries until there is an end; a try holds one of <paramref name="slots"/>, a wait holds none.</summary>
    public async Task<MessageEnd> RunAsync(LocalMessage message, SemaphoreSlim slots)
    {
        for (var attempt = message.Attempts + 1; ;)
        {
            try
            {
                if (await TryAsync(message, attempt, slots) is { } end)
                    return end;
                attempt++;
            }
            catch (Exception error) when (StoreUnavailableException.Describes(error))
            {
                await Task.Delay(ErrorPolicy.UnavailablePause, clock, stopping);
            }
        }
    }

    /// <summary>Learns which keys wait for a human, and puts those back in line that one wants tried again.</summary>
    public async Task LookAtLettersAsync(short shard)
    {
        var dead = (await table.ListDeadKeysAsync(stopping))
            .Where(one => Shard.Of(one.Key) == shard)
            .ToLookup(one => one.Replayable, one => one.Key);
        if (dead.Contains(true))
            await table.ReplayAsync([.. dead[true]], shard, stopping);
        foreach (var key in _parked.Keys.Except(dead[false]))
            _parked.TryRemove(key, out _);
        foreach (var key in dead[false])
            _parked[key] = true;
    }

    /// <summary>Null when it is to be tried again.</summary>
    private async Task<MessageEnd?> TryAsync(LocalMessage message, int attempt, SemaphoreSlim slots)
    {
        if (_parked.ContainsKey(message.Key))
            return await BuryAsync(message, "It waits behind an earlier message of its key.", attempt - 1);
        while (Interlocked.Read(ref _pausedUntil) - clock.GetUtcNow().UtcTicks is > 0 and var left)
            await Task.Delay(new TimeSpan(left), clock, stopping);
        var (end, error) = await HandleAsync(message, slots);
        return error is null ? end : await AnswerAsync(message, error, attempt);
    }

    private async Task<(MessageEnd? End, Exception? Error)> HandleAsync(LocalMessage message, SemaphoreSlim slots)
    {
        await slots.WaitAsync(stopping);
        try
        {
            var settled = await handling.HandleAsync(message, MessageTable.Take(message.Id, epoch), stopping);
            if (!settled)
                await mark(message.Id);
            metrics.Handled(message.Type, "done");
            return (settled ? s_settled : s_handled, null);
        }
        catch (Exception error) when (!StoreUnavailableException.Describes(error) && !IsStopping(error))
        {
            return (null, error);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<MessageEnd?> AnswerAsync(LocalMessage message, Exception error, int attempt)
    {
        var answer = handling.PolicyOf(message).After(error, attempt, message.Id.GetHashCode());
        log.LogWarning(
            error, "Message {Type} {Id} failed, try {Try}: {Answer}.",
            message.Type, message.Id, attempt, answer.GetType().Name);
        metrics.Handled(message.Type, answer.GetType().Name);
        switch (answer)
        {
            case ErrorAnswer.Discard:
                await mark(message.Id);
                return s_handled;
            case ErrorAnswer.Reschedule:
                await table.PutOffAsync(message, epoch, attempt, answer.Wait, stopping);
                return new MessageEnd.PutOff(answer.Wait);
            case ErrorAnswer.MoveToErrorQueue:
                _parked[message.Key] = true;
                return await BuryAsync(message, error.Message, attempt);
            case ErrorAnswer.Pause:
                Interlocked.Exchange(ref _pausedUntil, (clock.GetUtcNow() + answer.Wait).UtcTicks);
                return null;
            default:
                await Task.Delay(answer.Wait, clock, stopping);
                return null;
        }
    }

    private async Task<MessageEnd> BuryAsync(LocalMessage message, string error, int attempts)
    {
        await table.BuryAsync(message, epoch, error, attempts, stopping);
        return s_settled;
    }

    private bool IsStopping(Exception error) =>
        error is OperationCanceledException && stopping.IsCancellationRequested;
}
