using Governance.Domain;
using Governance.Domain.OnCall;
using Governance.Messaging.Outbox;
using Governance.Postgres;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall;

/// <summary>Keeps every attempt to page as a fact, in the commit that settles the message's row.</summary>
internal sealed class PageAttempts(Transactor transactor, OutboxTable outbox, TimeProvider clock) : IAttemptLog
{
    private static readonly Actor s_pager = Actor.Part("pager");
    private static readonly string s_stream = OnCallStreams.Escalation.IdOf("");

    public bool Keeps(OutgoingMessage message) => message.Key.StartsWith(s_stream, StringComparison.Ordinal);

    public async Task KeepAsync(OutgoingAttempt attempt, JoinedWrite? settlement, CancellationToken ct)
    {
        var keep = new KeepPageAttempt(
            attempt.Message.IdempotencyKey,
            attempt.Number,
            Meaning(attempt.Delivery.Outcome),
            attempt.Delivery.StatusCode,
            attempt.Final);
        var outcome = await transactor.TransactAsync(
            OnCallStreams.Escalation,
            attempt.Message.Key[s_stream.Length..],
            (escalation, _) => keep.Decide(escalation),
            s_pager,
            settlement is null ? null : new Effects { Writes = [settlement] },
            ct);
        if (settlement is not null && outcome is not Outcome<Escalation>.Committed)
            await outbox.SettleAsync(settlement, clock.GetUtcNow(), ct);
    }

    /// <summary>The outcome in the words of the log.</summary>
    internal static PageOutcome Meaning(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Accepted => PageOutcome.Accepted,
        AttemptOutcome.Failed => PageOutcome.Failed,
        _ => PageOutcome.Unknown,
    };
}
