using Governance.Domain;
using Governance.Domain.OnCall;
using Governance.Messaging.Outbox;
using Governance.Postgres;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall;

/// <summary>
/// Keeps every attempt to deliver a test message as a fact, in the commit that settles the message's row.
/// </summary>
internal sealed class ChannelAttempts(Transactor transactor, OutboxTable outbox, TimeProvider clock) : IAttemptLog
{
    private static readonly Actor s_pager = Actor.Part("pager");
    private static readonly string s_stream = OnCallStreams.Channel.IdOf("");

    public bool Keeps(OutgoingMessage message) => message.Key.StartsWith(s_stream, StringComparison.Ordinal);

    public async Task KeepAsync(OutgoingAttempt attempt, JoinedWrite? settlement, CancellationToken ct)
    {
        var keep = new KeepTestAttempt(
            attempt.Message.IdempotencyKey,
            attempt.Number,
            PageAttempts.Meaning(attempt.Delivery.Outcome),
            attempt.Delivery.StatusCode,
            attempt.Delivery.Error,
            attempt.Final);
        var outcome = await transactor.TransactAsync(
            OnCallStreams.Channel,
            attempt.Message.Key[s_stream.Length..],
            (channel, _) => keep.Decide(channel),
            s_pager,
            settlement is null ? null : new Effects { Writes = [settlement] },
            ct);
        if (settlement is not null && outcome is not Outcome<PagingChannel>.Committed)
            await outbox.SettleAsync(settlement, clock.GetUtcNow(), ct);
    }
}
