using Governance.EventSourcing;
using Governance.Messaging.Outbox;
using Governance.Messaging.Timers;
using Governance.Postgres;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Pipeline;

/// <summary>
/// What joins a decision's facts in their own commit: all of it is written or none. A decision without facts has no
/// effects, since there would be nothing to join.
/// </summary>
public sealed record Effects
{
    /// <summary>No effects.</summary>
    public static Effects None { get; } = new();

    /// <summary>
    /// Facts for other streams, e.g. <c>DeploymentEvent.Restricted</c> beside an incident's declaration.
    /// </summary>
    public IReadOnlyList<FactsTo> Also { get; init; } = [];

    /// <summary>Streams that were only read; the commit is refused and decided again if one has moved.</summary>
    public IReadOnlyList<StreamGuard> Guards { get; init; } = [];

    /// <summary>Timers to set; a timer of the same kind and key is replaced.</summary>
    public IReadOnlyList<TimerToArm> Arm { get; init; } = [];

    /// <summary>Timers to take away; one that is not there is no error.</summary>
    public IReadOnlyList<TimerKey> Cancel { get; init; } = [];

    /// <summary>Messages to the outside; one whose idempotency key was ever sent before is not sent again.</summary>
    public IReadOnlyList<OutgoingMessage> Send { get; init; } = [];

    /// <summary>Messages to handlers of this product.</summary>
    public IReadOnlyList<Tell> Tell { get; init; } = [];

    /// <summary>Rows of a slice's own tables.</summary>
    public IReadOnlyList<JoinedWrite> Writes { get; init; } = [];

    /// <summary>A plan for one stream as effects: its facts and what joins them; nothing when it was refused.</summary>
    public static Effects Of<TState, TEvent>(StreamOf<TState, TEvent> stream, string id, Plan<TEvent> plan)
        where TEvent : class
    {
        if (plan.Decision.Refusal is not null)
            return None;
        var (facts, joined) = (plan.Decision.Events, plan.Effects ?? None);
        if (facts.Count == 0)
            return joined.Also.Count == 0 ? new Effects { Tell = joined.Tell } : joined;
        return new Effects { Also = [FactsTo.Any(stream, id, [.. facts])] }.And(joined);
    }

    /// <summary>Both, this one's first.</summary>
    public Effects And(Effects other) => new()
    {
        Also = [.. Also, .. other.Also],
        Guards = [.. Guards, .. other.Guards],
        Arm = [.. Arm, .. other.Arm],
        Cancel = [.. Cancel, .. other.Cancel],
        Send = [.. Send, .. other.Send],
        Tell = [.. Tell, .. other.Tell],
        Writes = [.. Writes, .. other.Writes],
    };
}

/// <summary>Facts for one more stream in the same commit.</summary>
/// <param name="StreamId">The whole stream id.</param>
/// <param name="ExpectedVersion">The version it must have, or <see cref="EventSourcing.ExpectedVersion.Any"/>.</param>
/// <param name="StreamType">The kind of stream, kept from its first fact.</param>
public sealed record FactsTo(
    string StreamId, long ExpectedVersion, IReadOnlyList<object> Events, string? StreamType = null)
{
    /// <summary>Facts that are true whatever the stream holds by now.</summary>
    public static FactsTo Any<TState, TEvent>(StreamOf<TState, TEvent> stream, string id, params TEvent[] events)
        where TEvent : class =>
        new(stream.IdOf(id), EventSourcing.ExpectedVersion.Any, events, stream.Prefix);

    /// <summary>Facts that are only true if the stream still has this version.</summary>
    public static FactsTo At<TState, TEvent>(
        StreamOf<TState, TEvent> stream, string id, long version, params TEvent[] events)
        where TEvent : class =>
        new(stream.IdOf(id), version, events, stream.Prefix);
}
