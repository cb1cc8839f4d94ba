using Governance.Domain;
using Governance.Postgres.Leasing;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Pipeline;

/// <summary>
/// What a reaction or a timer acts through. It appends in the name of the part of the system that acts, keeps the
/// correlation of what caused it, and derives every id, so that handling the same cause again appends nothing new.
/// </summary>
public sealed class Reacting
{
    private readonly Transactor _transactor;
    private readonly Cause _cause;
    private readonly IReadOnlyList<Type> _mayEmit;
    private readonly bool _once;
    private int _appends;

    private Reacting(Transactor transactor, Cause cause, IReadOnlyList<Type> mayEmit, bool once, CancellationToken ct)
    {
        _transactor = transactor;
        _cause = cause;
        _mayEmit = mayEmit;
        _once = once;
        Stopping = ct;
    }

    /// <summary>Set when the server stops; what was begun is redone after the next start.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Whether anything was committed in this handling.</summary>
    internal bool HasCommitted { get; private set; }

    internal static Reacting To(
        Transactor transactor, string name, Fact source, IReadOnlyList<Type> mayEmit, Lease lease,
        CancellationToken ct) =>
        new(transactor, Cause.Reaction(name, PartOf(name), source, lease), mayEmit, once: false, ct);

    internal static Reacting By(
        Transactor transactor, Cause cause, IReadOnlyList<Type> mayEmit, CancellationToken ct) =>
        new(transactor, cause, mayEmit, once: true, ct);

    /// <summary>The actor that a reaction of this name is in the log, e.g. <c>system-escalation-runner</c>.</summary>
    internal static Actor PartOf(string name) =>
        Actor.Part(string.Concat(name.Select((letter, i) => !char.IsAsciiLetterUpper(letter)
            ? letter.ToString()
            : (i == 0 ? "" : "-") + char.ToLowerInvariant(letter))));

    /// <summary>A stream's state as it is now.</summary>
    public Task<Folded<TState>> ReadAsync<TState, TEvent>(StreamOf<TState, TEvent> stream, string id)
        where TEvent : class => _transactor.ReadAsync(stream, id, Stopping);

    /// <summary>Decides and appends, with effects known beforehand.</summary>
    public Task<Outcome<TState>> TransactAsync<TState, TEvent>(
        StreamOf<TState, TEvent> stream,
        string id,
        Func<TState, DateTimeOffset, Decision<TEvent>> decide,
        Effects? effects = null)
        where TEvent : class =>
        PlanAsync(stream, id, from => new(new Plan<TEvent>(decide(from.State, from.Now), effects)));

    /// <summary>Decides and appends, with effects that follow from the facts and the state after them.</summary>
    public Task<Outcome<TState>> TransactAsync<TState, TEvent>(
        StreamOf<TState, TEvent> stream,
        string id,
        Func<TState, DateTimeOffset, Decision<TEvent>> decide,
        Func<TState, IReadOnlyList<TEvent>, Effects> effects)
        where TEvent : class =>
        PlanAsync(stream, id, from => new(Transactor.Planned(stream, from, decide, effects)));

    /// <summary>Decides over several streams and appends; whatever was read is guarded.</summary>
    public async Task<Outcome<TState>> PlanAsync<TState, TEvent>(
        StreamOf<TState, TEvent> stream, string id, Func<Deciding<TState>, ValueTask<Plan<TEvent>>> plan)
        where TEvent : class
    {
        if (_once && HasCommitted)
            throw new InvalidOperationException("A timer fires in one commit: put further facts into Effects.Also.");
        var outcome = await _transactor.RunAsync(
            stream, id, async from => Declared(await plan(from)), _cause, _appends++, Stopping);
        HasCommitted |= outcome is Outcome<TState>.Committed;
        return outcome;
    }

    /// <summary>Commits what a pure handler makes of what it reads.</summary>
    internal async ValueTask HandleAsync(Func<Reading, ValueTask<Handled>> handle)
    {
        var result = await _transactor.HandleAsync(
            async reading => Declared(await handle(reading)), _cause, _appends++, Stopping);
        HasCommitted |= result is not null;
    }

    private Handled Declared(Handled handled)
    {
        var effects = handled.Effects;
        var caused = effects.Also.SelectMany(also => also.Events).Concat(effects.Tell.Select(tell => tell.Message))
            .Select(one => MessageNames.Of(one.GetType()))
            .Concat(effects.Arm.Select(timer => timer.Kind))
            .FirstOrDefault(name => _mayEmit.All(type => MessageNames.Of(type) != name));
        return caused is null
            ? handled
            : throw new InvalidOperationException($"{caused} is not declared in MayEmit.");
    }

    private Plan<TEvent> Declared<TEvent>(Plan<TEvent> plan)
        where TEvent : class
    {
        var emitted = plan.Decision.Events.Concat(plan.Effects?.Also.SelectMany(also => also.Events) ?? []);
        foreach (var fact in emitted)
        {
            if (!_mayEmit.Contains(fact.GetType()))
                throw new InvalidOperationException($"{fact.GetType().Name} is not declared in MayEmit.");
        }

        return plan;
    }
}
