using Governance.EventSourcing;
using Governance.Messaging.Outbox;
using Governance.Messaging.Queue;
using Governance.Messaging.Timers;

namespace Governance.Server.Pipeline;

/// <summary>What one decision writes, on its way into one append: facts first, then the rows that join them.</summary>
/// <param name="Append">How many appends the handling made before.</param>
internal sealed record Draft(Effects Effects, Cause Cause, int Append)
{
    /// <summary>The messages that it sends, with ids that come out the same on a redo.</summary>
    public IReadOnlyList<LocalMessage> Messages { get; } =
    [
        .. Effects.Tell.Select((tell, i) => tell.ToLocal(Cause.IdOf($"message {tell.Key}", Append, i))),
    ];

    /// <summary>One append: everything of it or nothing.</summary>
    /// <param name="read">Streams that were read to decide.</param>
    public AppendRequest ToRequest(IReadOnlyList<StreamGuard> read) => new(
        [.. Effects.Also.Select((facts, i) => ToStream(facts, Before(facts, i)))],
        Cause.Metadata,
        [.. read.Concat(Effects.Guards).Distinct()],
        [
            .. Effects.Cancel.Select(TimerTable.Cancel),
            .. Effects.Arm.Select(TimerTable.Arm),
            .. Effects.Send.Select(OutboxTable.Queue),
            .. Messages.Select(message => MessageQueue.Joining(message)),
            .. Effects.Writes,
        ],
        Cause.RowGuards);

    /// <summary>Facts for the same stream that come before; ids count on over all of them.</summary>
    private int Before(FactsTo facts, int part) =>
        Effects.Also.Take(part).Where(other => other.StreamId == facts.StreamId).Sum(other => other.Events.Count);

    private StreamAppend ToStream(FactsTo facts, int before) => new(
        facts.StreamId,
        facts.ExpectedVersion,
        [
            .. facts.Events.Select(
                (e, i) => EventTypes.Encode(e, Cause.Ids?.Of(facts.StreamId, Append, before + i))),
        ],
        facts.StreamType);
}
