using Governance.Domain;
using Governance.EventSourcing;
using Governance.EventSourcing.Evolution;
using Governance.Messaging;
using Governance.Messaging.Queue;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Pipeline;

/// <summary>
/// Decides and appends: folds the stream, lets the rule decide, and commits its facts with their effects in one durable
/// transaction, all of it or nothing. When the stream or anything guarded has moved meanwhile, it reads and decides
/// again. A refusal is an answer, not an exception.
/// </summary>
public sealed class Transactor(EventStore store, Nudges nudges, MessageQueue queue, TimeProvider clock)
{
    /// <summary>Decisions of one command before its collisions are reported as a conflict.</summary>
    public const int MaxAttempts = 5;

    /// <summary>A stream's state as it is now, good enough to act on.</summary>
    /// <exception cref="UnreadableEventException">It holds what only a newer binary knows.</exception>
    public Task<Folded<TState>> ReadAsync<TState, TEvent>(
        StreamOf<TState, TEvent> stream, string id, CancellationToken ct)
        where TEvent : class => store.FoldToDecideAsync(stream, id, ct);

    /// <summary>Decides a command whose facts stand alone, or come with effects known beforehand.</summary>
    public Task<Outcome<TState>> TransactAsync<TState, TEvent>(
        StreamOf<TState, TEvent> stream,
        string id,
        Func<TState, DateTimeOffset, Decision<TEvent>> decide,
        Actor actor,
        Effects? effects = null,
        CancellationToken ct = default)
        where TEvent : class =>
        PlanAsync(stream, id, from => new(new Plan<TEvent>(decide(from.State, from.Now), effects)), actor, ct);

    /// <summary>Decides a command whose effects follow from its facts and the state after them.</summary>
    public Task<Outcome<TState>> TransactAsync<TState, TEvent>(
        StreamOf<TState, TEvent> stream,
        string id,
        Func<TState, DateTimeOffset, Decision<TEvent>> decide,
        Func<TState, IReadOnlyList<TEvent>, Effects> effects,
        Actor actor,
        CancellationToken ct = default)
        where TEvent : class =>
        PlanAsync(stream, id, from => new(Planned(stream, from, decide, effects)), actor, ct);

    /// <summary>Decides a command that reads other streams, which are guarded by it.</summary>
    public Task<Outcome<TState>> PlanAsync<TState, TEvent>(
        StreamOf<TState, TEvent> stream,
        string id,
        Func<Deciding<TState>, ValueTask<Plan<TEvent>>> plan,
        Actor actor,
        CancellationToken ct = default)
        where TEvent : class =>
        RunAsync(stream, id, plan, Cause.Command(actor, clock.GetUtcNow()), append: 0, ct);

    internal static Plan<TEvent> Planned<TState, TEvent>(
        StreamOf<TState, TEvent> stream,
        Deciding<TState> from,
        Func<TState, DateTimeOffset, Decision<TEvent>> decide,
        Func<TState, IReadOnlyList<TEvent>, Effects> effects)
        where TEvent : class
    {
        var decision = decide(from.State, from.Now);
        return decision.Events.Count == 0
            ? new Plan<TEvent>(decision)
            : new Plan<TEvent>(
                decision, effects(decision.Events.Aggregate(from.State, stream.Evolve), decision.Events));
    }

    internal async Task<Outcome<TState>> RunAsync<TState, TEvent>(
        StreamOf<TState, TEvent> stream,
        string id,
        Func<Deciding<TState>, ValueTask<Plan<TEvent>>> plan,
        Cause cause,
        int append,
        CancellationToken ct)
        where TEvent : class
    {
        for (var attempt = 1; ; attempt++)
        {
            var folded = await store.FoldToDecideAsync(stream, id, ct);
            var deciding = new Deciding<TState>(store, folded, clock.GetUtcNow().ToMicroseconds(), ct);
            var (decision, effects) = await plan(deciding);
            if (decision.Refusal is { } refusal)
                return new Outcome<TState>.Refused(refusal);
            var joined = effects ?? Effects.None;
            if (decision.Events.Count == 0 && joined.Also.Count == 0)
                return new Outcome<TState>.Unchanged(folded.Position, folded.State);
            var own = decision.Events.Count == 0
                ? Effects.None
                : new Effects { Also = [FactsTo.At(stream, id, folded.Version, [.. decision.Events])] };
            // A stream that is appended to needs no guard: its expected version is one.
            var guards = deciding.Guards.Where(guard => own.Also.All(facts => facts.StreamId != guard.StreamId));
            if (await TryCommitAsync(new Draft(own.And(joined), cause, append), [.. guards], attempt, ct) is { } result)
                return Committed(stream, folded, decision, result);
        }
    }

    /// <summary>Commits what a pure handler makes of what it reads; null when nothing came of it.</summary>
    internal async Task<AppendResult?> HandleAsync(
        Func<Reading, ValueTask<Handled>> handle, Cause cause, int append, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var reading = new Reading(store, clock.GetUtcNow().ToMicroseconds(), ct);
            var handled = await handle(reading);
            var draft = new Draft(handled.Effects, cause, append);
            if (draft.Effects.Also.Count == 0)
            {
                await SendAloneAsync(draft, ct);
                return null;
            }

            if (await TryCommitAsync(draft, reading.Guards, attempt, ct) is not { } result)
                continue;
            if (!result.AlreadyAppended && handled.After is { } after)
                await after();
            return result;
        }
    }

    /// <summary>Null when somebody else was faster, and what they wrote may change what is decided.</summary>
    private async Task<AppendResult?> TryCommitAsync(
        Draft draft, IReadOnlyList<StreamGuard> read, int attempt, CancellationToken ct)
    {
        try
        {
            var result = await store.AppendAsync(draft.ToRequest(read), ct);
            if (!result.AlreadyAppended)
                Ring(draft);
            return result;
        }
        catch (StreamConflictException) when (attempt < MaxAttempts)
        {
            return null;
        }
    }

    private async Task SendAloneAsync(Draft draft, CancellationToken ct)
    {
        var effects = draft.Effects;
        if (effects.Arm.Count + effects.Cancel.Count + effects.Send.Count + effects.Writes.Count > 0)
            throw new InvalidOperationException("Effects join facts, and there are none; only messages may go alone.");
        if (draft.Messages.Count > 0)
            await queue.SendAsync(draft.Messages, ct);
    }

    private void Ring(Draft draft)
    {
        if (draft.Effects.Arm.Count + draft.Effects.Cancel.Count > 0)
            nudges.RingTimers();
        if (draft.Effects.Send.Count > 0)
            nudges.RingOutbox();
        queue.Ring(draft.Messages);
    }

    private static Outcome<TState> Committed<TState, TEvent>(
        StreamOf<TState, TEvent> stream, Folded<TState> before, Decision<TEvent> decision, AppendResult result)
        where TEvent : class =>
        result.AlreadyAppended
            ? new Outcome<TState>.Unchanged(result.LastPosition, before.State)
            : new Outcome<TState>.Committed(
                result.FirstPosition,
                result.LastPosition,
                result.At,
                decision.Events.Aggregate(before.State, stream.Evolve));
}
