using Governance.Messaging.Handling;
using Governance.Messaging.Outbox;
using Governance.Messaging.Timers;

namespace Governance.Server.Pipeline.Handling;

/// <summary>
/// What the pipeline supplies to handlers, and what it makes of what they return. A state is the state of the subject's
/// stream of that kind, and guarded; a decision goes to it.
/// </summary>
internal sealed class Surroundings(IEnumerable<KnownStream> streams, IEnumerable<HandlerClass> classes)
    : IHandlerSurroundings
{
    private readonly IReadOnlyList<KnownStream> _streams = [.. streams];

    private readonly IReadOnlySet<Type> _messages = classes
        .SelectMany(one => HandlerBook.MessagesOf(one.Type))
        .Where(type => !MessageNames.IsFact(type))
        .ToHashSet();

    /// <inheritdoc/>
    public string Supplies =>
        $"{nameof(Reading)}, {nameof(Subject)}, {nameof(DateTimeOffset)} (now), {nameof(Fact)}, {nameof(DueTimer)}, "
        + string.Join(", ", _streams.Select(stream => stream.State.Name));

    /// <inheritdoc/>
    public ArgumentSource? Supply(Type argument, Type message) =>
        argument == typeof(Reading) ? call => new(Of(call).Reading)
        : argument == typeof(DateTimeOffset) ? call => new(Of(call).Reading.Now)
        : argument == typeof(Subject) ? call => new(Of(call).Subject)
        : argument == typeof(Fact) && MessageNames.IsFact(message) ? call => new(Of(call).Fact)
        : argument == typeof(DueTimer) && !MessageNames.IsFact(message) ? call => new(Of(call).Timer)
        : _streams.FirstOrDefault(stream => stream.State == argument) is { } state
            ? call => state.ReadAsync(Of(call).Reading, Of(call).Subject.Id)
        : null;

    /// <inheritdoc/>
    public string? RefuseOutcome(Type outcome)
    {
        if (MessageNames.IsFact(outcome) || _messages.Contains(outcome) || IsKnown(outcome))
            return null;
        return outcome.IsGenericType
            ? $"it returns {outcome.Name[..^2]} of {outcome.GetGenericArguments()[0].Name}, and no such stream is "
                + "known; add the stream with AddStream."
            : $"{outcome.Name} is neither a fact nor handled by anybody, so nothing would come of it; write a handler "
                + "for it, register it with AddHandler, or return facts, effects or messages.";
    }

    /// <summary>The opaque id in a fact's stream.</summary>
    public Subject SubjectOf(Fact fact)
    {
        var kind = _streams.FirstOrDefault(stream => stream.Event == fact.Event.GetType().DeclaringType);
        return new Subject(kind is null ? fact.StreamId : fact.IdIn(kind.Prefix));
    }

    /// <summary>Everything that a handler's returned values come to; nothing when one of them is a refusal.</summary>
    public Effects Gather(IReadOnlyList<object> returned, Subject subject)
    {
        var all = Effects.None;
        foreach (var one in returned)
        {
            if (EffectsOf(one, subject) is not { } effects)
                return Effects.None;
            all = all.And(effects);
        }

        return all;
    }

    private Effects? EffectsOf(object returned, Subject subject) => returned switch
    {
        Effects effects => effects,
        FactsTo facts => new Effects { Also = [facts] },
        IEnumerable<FactsTo> facts => new Effects { Also = [.. facts] },
        Tell tell => new Effects { Tell = [tell] },
        IEnumerable<Tell> tells => new Effects { Tell = [.. tells] },
        TimerToArm timer => new Effects { Arm = [timer] },
        TimerKey timer => new Effects { Cancel = [timer] },
        OutgoingMessage message => new Effects { Send = [message] },
        _ => _streams.First(stream => stream.Decides(returned.GetType())).EffectsOf(returned, subject.Id),
    };

    private bool IsKnown(Type outcome) =>
        outcome == typeof(Effects)
        || outcome == typeof(Tell)
        || outcome == typeof(TimerToArm)
        || outcome == typeof(TimerKey)
        || outcome == typeof(OutgoingMessage)
        || typeof(FactsTo).IsAssignableFrom(outcome)
        || typeof(IEnumerable<FactsTo>).IsAssignableFrom(outcome)
        || typeof(IEnumerable<Tell>).IsAssignableFrom(outcome)
        || _streams.Any(stream => stream.Decides(outcome));

    private static Occasion Of(HandlerCall call) => (Occasion)call.Origin;
}
