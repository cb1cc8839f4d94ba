namespace Governance.Server.Pipeline.Handling;

/// <summary>A kind of stream that handlers may take as a state and answer with a decision.</summary>
internal abstract record KnownStream(string Prefix, Type State, Type Event)
{
    /// <summary>The state of one thing, guarded.</summary>
    public abstract ValueTask<object?> ReadAsync(Reading reading, string id);

    /// <summary>Whether a value of that type is a decision or a plan for such a stream.</summary>
    public abstract bool Decides(Type outcome);

    /// <summary>What a decision on one thing comes to; null when it was refused.</summary>
    public abstract Effects? EffectsOf(object decision, string id);

    /// <summary>The kind of stream that is folded so.</summary>
    public static KnownStream Of<TState, TEvent>(StreamOf<TState, TEvent> stream)
        where TEvent : class => new Typed<TState, TEvent>(stream);

    private sealed record Typed<TState, TEvent>(StreamOf<TState, TEvent> Stream)
        : KnownStream(Stream.Prefix, typeof(TState), typeof(TEvent))
        where TEvent : class
    {
        public override async ValueTask<object?> ReadAsync(Reading reading, string id) =>
            await reading.ReadAsync(Stream, id);

        public override bool Decides(Type outcome) =>
            outcome == typeof(Domain.Decision<TEvent>) || outcome == typeof(Plan<TEvent>);

        public override Effects? EffectsOf(object decision, string id)
        {
            var plan = decision is Plan<TEvent> given ? given : new Plan<TEvent>((Domain.Decision<TEvent>)decision);
            return plan.Decision.Refusal is null ? Effects.Of(Stream, id, plan) : null;
        }
    }
}
