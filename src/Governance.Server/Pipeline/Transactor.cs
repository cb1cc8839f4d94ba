using Governance.Domain;
using Governance.EventSourcing;
using Governance.EventSourcing.Evolution;
using Governance.Messaging;
using Governance.Messaging.Outbox;
using Governance.Messaging.Timers;

namespace Governance.Server.Pipeline;

/// <summary>
/// Decides and appends: folds the stream, lets the rule decide, and commits its facts with their effects in one durable
/// transaction, all of it or nothing. When the stream or anything guarded has moved meanwhile, it reads and decides
/// again. A refusal is an answer, not an exception.
/// </summary>
public sealed class Transactor(EventStore store, Nudges nudges, TimeProvider clock)
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
            var draft = new Draft(stream.IdOf(id), stream.Prefix, folded.Version, decision.Events, joined);
            try
            {
                var result = await store.AppendAsync(draft.ToRequest(cause, deciding.Guards, append), ct);
                return Committed(stream, folded, decision, joined, result);
            }
            catch (StreamConflictException) when (attempt < MaxAttempts)
            {
                // Somebody else was faster: what they wrote may change what is decided.
            }
        }
    }

    private Outcome<TState> Committed<TState, TEvent>(
        StreamOf<TState, TEvent> stream,
        Folded<TState> before,
        Decision<TEvent> decision,
        Effects joined,
        AppendResult result)
        where TEvent : class
    {
        if (result.AlreadyAppended)
            return new Outcome<TState>.Unchanged(result.LastPosition, before.State);
        if (joined.Arm.Count + joined.Cancel.Count > 0)
            nudges.RingTimers();
        if (joined.Send.Count > 0)
            nudges.RingOutbox();
        var after = decision.Events.Aggregate(before.State, stream.Evolve);
        return new Outcome<TState>.Committed(result.FirstPosition, result.LastPosition, result.At, after);
    }

    /// <summary>A decision on its way into one append: its stream first, then the others, then the rows.</summary>
    private sealed record Draft(
        string StreamId, string StreamType, long Version, IReadOnlyList<object> Events, Effects Effects)
    {
        public AppendRequest ToRequest(Cause cause, IReadOnlyList<StreamGuard> read, int append)
        {
            var streams = Effects.Also.Select(also => ToStream(also, null, cause, append));
            if (Events.Count > 0)
            {
                var own = new FactsTo(StreamId, Version, Events);
                streams = streams.Prepend(ToStream(own, StreamType, cause, append));
            }

            // A stream that is appended to needs no guard: its expected version is one.
            var written = Events.Count > 0 ? StreamId : null;
            return new AppendRequest(
                [.. streams],
                cause.Metadata,
                [.. read.Concat(Effects.Guards).Where(guard => guard.StreamId != written).Distinct()],
                [
                    .. Effects.Cancel.Select(TimerTable.Cancel),
                    .. Effects.Arm.Select(TimerTable.Arm),
                    .. Effects.Send.Select(OutboxTable.Queue),
                    .. Effects.Writes,
                ],
                cause.RowGuards);
        }

        private static StreamAppend ToStream(FactsTo facts, string? type, Cause cause, int append) => new(
            facts.StreamId,
            facts.ExpectedVersion,
            [.. facts.Events.Select((e, i) => EventTypes.Encode(e, cause.Ids?.Of(facts.StreamId, append, i)))],
            type);
    }
}
