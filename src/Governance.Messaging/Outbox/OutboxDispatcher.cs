using System.Collections.Concurrent;
using Governance.Postgres;
using Microsoft.Extensions.Logging;

namespace Governance.Messaging.Outbox;

/// <summary>
/// Delivers what is queued: one message of a destination at a time, in order, at least once. An attempt is durable
/// before it is made and settled together with the fact that keeps it, so after a crash it is known to have been begun.
/// A destination that keeps failing is left alone for a while (<see cref="Circuit"/>); the others go on.
/// </summary>
public sealed class OutboxDispatcher(
    OutboxTable outbox, ITransport transport, IEnumerable<IAttemptLog> logs, Nudges nudges, MessagingMetrics metrics,
    TimeProvider clock, ILogger<OutboxDispatcher> log)
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
    /// How often rows are looked at without a bell: for other nodes' messages, replays and the counts.
    /// </summary>
    private static readonly TimeSpan s_tidyEvery = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<IAttemptLog> _logs = [.. logs];

    // Bounded by MaxDestinations: one line is open per destination.
    private readonly ConcurrentDictionary<string, Task> _lines = new(StringComparer.Ordinal);

    // Bounded by the destinations that are failing; a delivery removes its entry.
    private readonly ConcurrentDictionary<string, Circuit> _circuits = new(StringComparer.Ordinal);

    private DateTimeOffset _tidied = DateTimeOffset.MinValue;
    private bool _begun;

    /// <summary>Delivers until stopped; attempts under way are finished first.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        _begun = false;
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
            await Task.WhenAll(_lines.Values);
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
        var now = clock.GetUtcNow();
        if (!_begun)
            await outbox.EndClaimsAsync(ct);
        _begun = true;
        await TidyAsync(now, ct);
        var wait = s_tidyEvery;
        // Before the rows are read: a line that ends meanwhile may have left its old head among them.
        var busy = _lines.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var head in await outbox.ListHeadsAsync(MaxDestinations, ct))
        {
            var destination = head.Message.Destination;
            if (head.Claimed || busy.Contains(destination))
                continue;
            var opens = Later(head.NextAt, _circuits.GetValueOrDefault(destination)?.OpenUntil);
            if (opens > now)
                wait = opens - now < wait ? opens - now : wait;
            else
                Start(head, ct);
        }

        return wait;
    }

    private async Task TidyAsync(DateTimeOffset now, CancellationToken ct)
    {
        if (now - _tidied < s_tidyEvery)
            return;
        var (pending, dead) = await outbox.TidyAsync(s_keptFor, ct);
        metrics.Measured(pending, dead);
        _tidied = now;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) =>
        other > one ? other.Value : one;

    private void Start(QueuedMessage head, CancellationToken ct)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lines[head.Message.Destination] = done.Task;
        _ = Task.Run(
            async () =>
            {
                await TryAttemptAsync(head, ct);
                _lines.TryRemove(head.Message.Destination, out _);
                done.SetResult();
                nudges.Outbox.Ring();
            },
            CancellationToken.None);
    }

    private async Task TryAttemptAsync(QueuedMessage head, CancellationToken ct)
    {
        try
        {
            if (await outbox.ClaimAsync(head.Id, s_claim, ct) is not { } claim)
                return;
            if (claim.Attempt - head.ReplayedFrom > MaxAttempts)
            {
                await GiveUpAsync(head, claim.Attempt, ct);
                return;
            }

            if (claim.AfterCrash)
                await KeepAsync(Unfinished(head.Message, claim.Attempt - 1), null, ct);
            var delivery = await transport.SendAsync(head.Message, ct);
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

    private async Task SettleAsync(QueuedMessage head, int number, Delivery delivery, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var accepted = delivery.Outcome is AttemptOutcome.Accepted;
        var final = accepted || delivery.Permanent || number - head.ReplayedFrom >= MaxAttempts;
        var settlement = accepted || !final
            ? OutboxTable.Settle(head.Id, number, accepted, now + Backoff.After(number, head.Id))
            : OutboxTable.Bury(head.Id, number, delivery.Error ?? "not delivered");
        metrics.Sent(delivery.Outcome.ToString().ToLowerInvariant());
        if (accepted)
            _circuits.TryRemove(head.Message.Destination, out _);
        else if (!delivery.Permanent)
            _circuits.AddOrUpdate(
                head.Message.Destination, _ => Circuit.Closed.Failed(now), (_, circuit) => circuit.Failed(now));
        await KeepAsync(new OutgoingAttempt(head.Message, number, delivery, final), settlement, ct);
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
