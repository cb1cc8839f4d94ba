using Governance.Domain;
using Governance.EventSourcing;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Pipeline;

/// <summary>What a decision on one stream is made from: its folded state, the time, other streams.</summary>
public sealed class Deciding<TState> : Reading
{
    internal Deciding(EventStore store, Folded<TState> folded, DateTimeOffset now, CancellationToken ct)
        : base(store, now, ct) => Stream = folded;

    /// <summary>The stream's state as it is now.</summary>
    public TState State => Stream.State;

    /// <summary>The stream's state with its version and place.</summary>
    public Folded<TState> Stream { get; }
}

/// <summary>What was decided and what joins it.</summary>
public readonly record struct Plan<TEvent>(Decision<TEvent> Decision, Effects? Effects = null)
    where TEvent : class
{
    /// <summary>A decision without effects.</summary>
    public static implicit operator Plan<TEvent>(Decision<TEvent> decision) => new(decision);

    /// <summary>A refusal is a plan.</summary>
    public static implicit operator Plan<TEvent>(Refusal refusal) => new(refusal);
}
