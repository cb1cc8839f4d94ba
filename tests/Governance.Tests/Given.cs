using Governance.Domain;

namespace Governance.Tests;

/// <summary>
/// Given a state, when a command decides, then facts or a refusal. Deciding twice must write nothing new.
/// </summary>
internal static class A
{
    public static GivenState<TState, TEvent> Given<TState, TEvent>(TState state, Func<TState, TEvent, TState> evolve)
        where TEvent : class => new(state, evolve);
}

internal sealed record GivenState<TState, TEvent>(TState State, Func<TState, TEvent, TState> Evolve)
    where TEvent : class
{
    public Decided<TState, TEvent> When(Func<TState, Decision<TEvent>> decide)
    {
        var first = decide(State);
        var after = first.Events.Aggregate(State, Evolve);
        if (first.Refusal is null)
        {
            decide(after).Events.ShouldBeEmpty("the same command twice must write nothing");
        }

        return new Decided<TState, TEvent>(first, after);
    }
}

internal sealed record Decided<TState, TEvent>(Decision<TEvent> Decision, TState State)
    where TEvent : class
{
    public Decided<TState, TEvent> ThenRefused(Refusal refusal)
    {
        Decision.Refusal.ShouldBe(refusal);
        return this;
    }

    public Decided<TState, TEvent> ThenRefused(string code)
    {
        Decision.Refusal.ShouldNotBeNull().Code.ShouldBe(code);
        return this;
    }

    public Decided<TState, TEvent> Then(params TEvent[] events)
    {
        Decision.Refusal.ShouldBeNull();
        Decision.Events.ShouldBe(events);
        return this;
    }

    public Decided<TState, TEvent> ThenNothing() => Then();

    public Decided<TState, TEvent> ThenState(Action<TState> check)
    {
        check(State);
        return this;
    }
}
