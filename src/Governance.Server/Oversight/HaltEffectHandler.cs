using Governance.Domain;
using Governance.Domain.Oversight;
using Governance.EventSourcing;
using Governance.Messaging.Handling;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Oversight;

/// <summary>Says what was seen of a halt, which is a page when it was not obeyed.</summary>
[MayEmit(typeof(HaltEvent.HaltEffectObserved), typeof(HaltEvent.HaltEffectNotObserved))]
internal static class HaltEffectHandler
{
    /// <summary>The time to obey a halt is up; the message's key is the halt's id.</summary>
    internal sealed record HaltEffect;

    public static Task<EffectDeadline?> LoadAsync(
        Subject halt, EffectBoard board, FoldRunner folds, EventStore store, DateTimeOffset now,
        CancellationToken ct) =>
        EffectDeadline.OfAsync(OversightStreams.Halt.IdOf(halt.Id), board, folds, store, now, ct);

    public static Plan<HaltEvent> Handle(
        HaltEffect due, EffectDeadline on, Subject subject, Halt halt, DateTimeOffset now, OversightSettings settings)
    {
        var decision = EffectReports.OfHalt(on.Verdict).Decide(halt, now);
        var after = decision.Events.Aggregate(halt, Halt.Evolve);
        return new(decision, HaltEffects.Of(new HaltId(subject.Id), after, decision.Events, settings));
    }

    public static void After(EffectDeadline on, EffectMetrics metrics) => metrics.Count(on.Order, on.Verdict);
}
