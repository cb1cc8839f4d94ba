using System.Collections.Concurrent;
using Governance.Postgres;
using Governance.Postgres.Waking;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Governance.Messaging.Queue;

/// <summary>
/// The durable queue of local messages. A message is durable when its sending returns; it is handled at least once by
/// the runner of its shard, in order within its key, and takes effect once. What is sent where its shard runs is handed
/// over in memory; another node's runner is woken.
/// </summary>
public sealed class MessageQueue : IAsyncDisposable
{
    /// <summary>Messages written or marked by one statement.</summary>
    private const int GroupLimit = 1_000;

    private static readonly IReadOnlyList<short> s_shards =
        [.. Enumerable.Range(0, Shard.Count).Select(shard => (short)shard)];

    private readonly MessageTable _table;
    private readonly IMessageHandling _handling;
    private readonly WakeUps _wakeUps;
    private readonly MessagingMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger<MessageQueue> _log;
    private readonly GroupWrite<Sending> _sending;
    private readonly GroupWrite<(ShardRunner Runner, Guid Id)> _marking;
    private readonly IReadOnlyList<IDisposable> _waking;
    private readonly Task _writing;
    private readonly CancellationTokenSource _stopping = new();

    // Bounded by Shard.Count.
    private readonly ConcurrentDictionary<short, ShardRunner> _runners = new();

    /// <summary>Ready to send; shards run by <see cref="RunAsync"/>.</summary>
    public MessageQueue(
        NpgsqlDataSource database, IMessageHandling handling, WakeUps wakeUps, MessagingMetrics metrics,
        TimeProvider clock, ILogger<MessageQueue> log)
    {
        (_table, _handling, _wakeUps, _metrics, _clock, _log) =
            (new MessageTable(database), handling, wakeUps, metrics, clock, log);
        _sending = new GroupWrite<Sending>(GroupLimit, SendAsync);
        _marking = new GroupWrite<(ShardRunner Runner, Guid Id)>(GroupLimit, MarkAsync);
        _waking = [.. s_shards.Select(shard => wakeUps.Subscribe(Topic(shard), _ => RingHere(shard)))];
        _writing = Task.WhenAll(Task.Run(_sending.RunAsync), Task.Run(_marking.RunAsync));
    }

    /// <summary>Sends a message in the commit of the append that this joins, unless its id is known already.</summary>
    /// <param name="message">The message.</param>
    /// <param name="eventIndex">Which event of the append it follows from.</param>
    public static JoinedWrite Joining(LocalMessage message, int eventIndex = 0) =>
        MessageTable.Send(message, eventIndex);

    /// <summary>Messages sent and neither handled nor given up.</summary>
    public Task<long> CountWaitingAsync(CancellationToken ct) => _table.CountWaitingAsync(ct);

    /// <summary>
    /// Sends messages, all in one commit; durable when it returns. Sending an id again changes nothing, so whoever is
    /// not answered may try again.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database is away; whether they were sent is unknown.</exception>
    public async Task SendAsync(IReadOnlyList<LocalMessage> messages, CancellationToken ct)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _sending.AddAsync(new Sending(messages, done), ct);
        await done.Task.WaitAsync(ct);
    }

    /// <summary>Tells the runners, here or elsewhere, of messages that joined a commit.</summary>
    public void Ring(IEnumerable<LocalMessage> messages)
    {
        foreach (var shard in messages.Select(message => Shard.Of(message.Key)).Distinct())
            _wakeUps.Raise(Topic(shard));
    }

    /// <summary>
    /// Runs one shard until stopped, as the only runner: whoever ran it before can no longer claim or mark anything.
    /// </summary>
    public async Task RunAsync(short shard, CancellationToken ct)
    {
        var epoch = await _table.RaiseEpochAsync(shard, ct);
        using var runner = new ShardRunner(
            shard, epoch, _table, _handling, (one, id) => _marking.AddAsync((one, id), CancellationToken.None),
            _metrics, _clock, _log, ct);
        _runners[shard] = runner;
        try
        {
            await runner.RunAsync();
        }
        finally
        {
            _runners.TryRemove(shard, out _);
        }
    }

    /// <summary>Takes no more, writes what waits, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var waking in _waking)
            waking.Dispose();
        _sending.Close();
        _marking.Close();
        await _stopping.CancelAsync();
        await _writing;
        _stopping.Dispose();
    }

    private async Task SendAsync(IReadOnlyList<Sending> batch)
    {
        try
        {
            var messages = batch.SelectMany(sending => sending.Messages).ToList();
            var sent = await _table.SendAsync(messages, EpochOf, CancellationToken.None);
            HandOver(messages.Where(message => sent.ContainsKey(message.Id)), sent);
            Ring(messages.Where(message => sent.TryGetValue(message.Id, out var place) && place.Claim == 0));
            foreach (var sending in batch)
                sending.Done.SetResult();
        }
        catch (Exception error)
        {
            // Written or not is unknown: what was claimed for a runner was never handed over.
            foreach (var runner in _runners.Values)
                runner.LookForStrays();
            var verdict = StoreUnavailableException.Describes(error)
                ? new StoreUnavailableException("The queue is not available; nothing sent is affected.", error)
                : error;
            foreach (var sending in batch)
                sending.Done.SetException(verdict);
        }
    }

    private async Task MarkAsync(IReadOnlyList<(ShardRunner Runner, Guid Id)> batch)
    {
        while (!await TryMarkAsync([.. batch.Select(one => one.Id)]))
        {
            await Task.Delay(ErrorPolicy.UnavailablePause, _clock, _stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested)
                return; // The next runner handles them again.
        }

        foreach (var (runner, id) in batch)
            runner.Release(id);
    }

    private async Task<bool> TryMarkAsync(IReadOnlyList<Guid> ids)
    {
        try
        {
            await _table.MarkDoneAsync(ids, CancellationToken.None);
            return true;
        }
        catch (Exception error)
        {
            // Away, or a deadlock with a runner before this one: the marks are not lost, and nobody else writes them.
            _log.LogWarning("Handled messages wait to be marked ({Error}).", error.Message);
            return false;
        }
    }

    private long EpochOf(short shard) =>
        _runners.TryGetValue(shard, out var runner) && runner.TakesHandOver ? runner.Epoch : 0;

    private void HandOver(
        IEnumerable<LocalMessage> messages, IReadOnlyDictionary<Guid, (long Seq, long Claim)> places)
    {
        foreach (var part in messages.GroupBy(message => Shard.Of(message.Key)))
        {
            // A runner that ended meanwhile leaves them to the next one.
            if (_runners.TryGetValue(part.Key, out var runner))
                runner.HandOver(part
                    .Where(message => places[message.Id].Claim == runner.Epoch)
                    .Select(message => message with { Seq = places[message.Id].Seq }));
        }
    }

    private void RingHere(short shard)
    {
        if (_runners.TryGetValue(shard, out var runner))
            runner.Bell.Ring();
    }

    private static string Topic(short shard) => $"queue-{shard}";

    private sealed record Sending(IReadOnlyList<LocalMessage> Messages, TaskCompletionSource Done);
}
