namespace Governance.Domain;

/// <summary>
/// What a command came to: events to append, nothing to do, or a refusal. A value, never an exception.
/// </summary>
/// <typeparam name="TEvent">The closed event hierarchy of one stream.</typeparam>
public readonly struct Decision<TEvent>
    where TEvent : class
{
    private readonly IReadOnlyList<TEvent>? _events;

    internal Decision(IReadOnlyList<TEvent> events) => _events = events;

    private Decision(Refusal refusal) => Refusal = refusal;

    /// <summary>The facts to append, in order; empty when nothing is to be done or the command was refused.</summary>
    public IReadOnlyList<TEvent> Events => _events ?? [];

    /// <summary>The broken rule, or null.</summary>
    public Refusal? Refusal { get; }

    /// <summary>A refusal is a decision: <c>return new IncidentNotOpen(status);</c></summary>
    public static implicit operator Decision<TEvent>(Refusal refusal) => new(refusal);
}

/// <summary>How a decision is written down.</summary>
public static class Decision
{
    /// <summary>Append these facts, in this order.</summary>
    public static Decision<TEvent> Append<TEvent>(params ReadOnlySpan<TEvent> events)
        where TEvent : class => new(events.ToArray());

    /// <summary>The wish is already fulfilled: the same command twice writes nothing.</summary>
    public static Decision<TEvent> Nothing<TEvent>()
        where TEvent : class => new([]);
}
