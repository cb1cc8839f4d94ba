using System.Collections.Concurrent;
using Governance.Postgres;
using Governance.Postgres.Leasing;
using Microsoft.Extensions.Logging;

namespace Governance.Messaging.Outbox;

/// <summary>
/// Delivers what is queued in the shards that this node has: one message of a destination at a time, in order, at least
/// once. An attempt is durable before it is made and settled together with the fact that keeps it, so after a crash it
/// is known to have been begun. A destination that keeps failing is left alone for a while (<see cref="Line"/>); the
/// others go on.
/// </summary>
public sealed class OutboxDispatcher(
    OutboxTable outbox, Lines lines, IEnumerable<ITransport> transports, IEnumerable<IAttemptLog> logs, Nudges nudges,
    MessagingMetrics metrics, TimeProvider clock, ILogger<OutboxDispatcher> log)
{
    /// <summary>Attempts of one message before it is a dead letter: about two minutes of trying.</summary>
    public const int MaxAttempts = 7;

    /// <summary>Destinations served at once; each costs one connection to its receiver.</summary>
    private const int MaxDestinations = 32;

    /// <summary>How long a sent message keeps refusing its double.</summary>
    private static readonly TimeSpan s_keptFor = TimeSpan.FromDays(30);

    /// <summary>
    /// An attempt's claim: longer than any transport's timeout, so that two nodes never send one message.
    /// </summary>
    private static readonly TimeSpan s_claim = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The longest that a receiver's <c>Retry-After</c> is heeded: a page must not wait for an hour.
    /// </summary>
    private static readonly TimeSpan s_mostHeeded = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How often rows are looked at without a bell: for other nodes' messages, replays and the counts.
    /// </summary>
    private static readonly TimeSpan s_tidyEvery = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<ITransport> _transports = [.. transports];
    private readonly IReadOnlyList<IAttemptLog> _logs = [.. logs];
    private readonly HeldShards _shards = new();

    // Bounded by MaxDestinations: one attempt is under way per destination.
    private readonly ConcurrentDictionary<string, (short Shard, Task Done)> _attempts = new(StringComparer.Ordinal);

    private long? _tidied;

    /// <summary>Delivers the messages of one shard until cancelled; attempts under way are finished first.</summary>
    public async Task HoldAsync(short shard, Lease lease, CancellationToken ct)
    {
        await outbox.EndClaimsAsync(shard, ct);
        await _shards.HoldAsync(shard, lease, nudges.Outbox, ct);
        await Task.WhenAll(_attempts.Values.Where(one => one.Shard == shard).Select(one => one.Done));
    }

    /// <summary>Delivers until stopped; attempts under way are finished first.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (!ct.IsCancellationRequested)
                await nudges.Outbox.WaitAsync(await TryStepAsync(ct), clock, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping.
        }
        finally
        {
            await Task.WhenAll(_attempts.Values.Select(one => one.Done));
        }
    }

    private async Task<TimeSpan> TryStepAsync(CancellationToken ct)
    {
        try
        {
            return await StepAsync(ct);
        }
        catch (Exception error) when (StoreUnavailableException.Describes(error))
        {
            log.LogWarning("The outbox waits: the database is away ({Error}).", error.Message);
            return ErrorPolicy.UnavailablePause;
        }
    }

    /// <summary>Starts every line whose head may be sent and answers how long nothing more is to be done.</summary>
    private async Task<TimeSpan> StepAsync(CancellationToken ct)
    {
        await TidyAsync(ct);
        var wait = s_tidyEvery;
        // Before the rows are read: a line that ends meanwhile may have left its old head among them.
        var busy = _attempts.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var head in await outbox.ListHeadsAsync(_shards.Now.Keys, MaxDestinations, ct))
        {
            if (head.Claimed || busy.Contains(head.Message.Destination))
                continue;
            if (head.Wait > TimeSpan.Zero)
                wait = head.Wait < wait ? head.Wait : wait;
            else if (_shards.Now.TryGetValue(head.Shard, out var lease))
                Start(head, lease, ct);
        }

        return wait;
    }

    private async Task TidyAsync(CancellationToken ct)
    {
        if (_tidied is { } since && clock.GetElapsedTime(since) < s_tidyEvery)
            return;
        var (pending, dead) = await outbox.TidyAsync(s_keptFor, ct);
        metrics.Measured(pending, dead);
        _tidied = clock.GetTimestamp();
    }

    private void Start(QueuedMessage head, Lease lease, CancellationToken ct)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _attempts[head.Message.Destination] = (head.Shard, done.Task);
        _ = Task.Run(
            async () =>
            {
                await TryAttemptAsync(head, lease, ct);
                _attempts.TryRemove(head.Message.Destination, out _);
                done.SetResult();
                nudges.Outbox.Ring();
            },
            CancellationToken.None);
    }

    private async Task TryAttemptAsync(QueuedMessage head, Lease lease, CancellationToken ct)
    {
        try
        {
            if (await outbox.ClaimAsync(head.Id, lease, s_claim, ct) is not { } claim)
                return;
            if (claim.Attempt - head.ReplayedFrom > MaxAttempts)
            {
                await GiveUpAsync(head, claim.Attempt, ct);
                return;
            }

            if (claim.AfterCrash)
                await KeepAsync(Unfinished(head.Message, claim.Attempt - 1), null, ct);
            var delivery = await SendAsync(head.Message, ct);
            // From here on the attempt is a fact, even if this process is asked to stop.
            await SettleAsync(head, claim.Attempt, delivery, CancellationToken.None);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The claim runs out; the next attempt says that this one's end is unknown.
        }
        catch (Exception error)
        {
            log.LogError(error, "An attempt to deliver {Key} could not be settled.", head.Message.IdempotencyKey);
        }
    }

    private Task<Delivery> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        var scheme = message.Destination.Split(':', 2)[0];
        return _transports.LastOrDefault(one => one.Carries(scheme)) is { } transport
            ? transport.SendAsync(message, ct)
            : Task.FromResult(
                new Delivery(AttemptOutcome.Failed, Permanent: true, Error: $"nothing carries {scheme}: addresses"));
    }

    private async Task SettleAsync(QueuedMessage head, int number, Delivery delivery, CancellationToken ct)
    {
        var accepted = delivery.Outcome is AttemptOutcome.Accepted;
        var final = accepted || delivery.Permanent || number - head.ReplayedFrom >= MaxAttempts;
        var settlement = accepted || !final
            ? OutboxTable.Settle(head.Id, number, accepted, WaitAfter(head, number, delivery))
            : OutboxTable.Bury(head.Id, number, delivery.Error ?? "not delivered");
        metrics.Sent(delivery.Outcome.ToString().ToLowerInvariant());
        if (accepted)
            await lines.DeliveredAsync(head.Message.Destination, ct);
        else if (!delivery.Permanent)
            await lines.FailedAsync(head.Message.Destination, delivery.Error ?? "not delivered", ct);
        await KeepAsync(new OutgoingAttempt(head.Message, number, delivery, final), settlement, ct);
    }

    /// <summary>The backoff, or what the receiver asked for if that is longer.</summary>
    private static TimeSpan WaitAfter(QueuedMessage head, int number, Delivery delivery)
    {
        var wait = Backoff.After(number - head.ReplayedFrom, head.Id);
        var asked = delivery.RetryAfter ?? TimeSpan.Zero;
        return asked <= wait ? wait : asked < s_mostHeeded ? asked : s_mostHeeded;
    }

    // Only reached when attempts were begun again and again and none could be kept.
    private Task GiveUpAsync(QueuedMessage head, int number, CancellationToken ct) => outbox.SettleAsync(
        OutboxTable.Bury(head.Id, number, "its attempts could not be kept"), clock.GetUtcNow(), ct);

    private async Task KeepAsync(OutgoingAttempt attempt, JoinedWrite? settlement, CancellationToken ct)
    {
        if (_logs.FirstOrDefault(one => one.Keeps(attempt.Message)) is { } keeper)
            await keeper.KeepAsync(attempt, settlement, ct);
        else if (settlement is not null)
            await outbox.SettleAsync(settlement, clock.GetUtcNow(), ct);
    }

    private static OutgoingAttempt Unfinished(OutgoingMessage message, int number) =>
        new(message, number, new Delivery(AttemptOutcome.Unknown, Error: "the sender stopped"), false);
}
