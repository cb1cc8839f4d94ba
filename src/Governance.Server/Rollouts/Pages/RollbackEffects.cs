using Governance.Domain.Rollouts;
using Governance.Server.Pipeline;
using Governance.Server.Shell;

namespace Governance.Server.Rollouts.Pages;

/// <summary>Says what became of a rollback, from its facts.</summary>
internal static class RollbackEffects
{
    /// <summary>Null when no rollback was ordered. The last word counts: an effect may come late.</summary>
    internal static EffectView? Of(IEnumerable<Fact> facts) => facts
        .Select(fact => fact.Event switch
        {
            RolloutEvent.RollbackOrdered => new EffectView(
                null,
                "Waiting for the telemetry",
                "The decision endpoint answers stable already. The effect counts only when the candidate's traffic "
                    + "has ended while its senders are seen alive.",
                null, null, null),
            RolloutEvent.RollbackEffectObserved e => new EffectView(
                true,
                Elapsed(e.ElapsedMs),
                "From the order to the start of the candidate's last observation; every sender that served it has "
                    + "since been seen serving the stable version.",
                TimeSpan.FromMilliseconds(e.ElapsedMs), e.StableBefore, e.StableAfter),
            RolloutEvent.RollbackEffectNotObserved { Finding: EffectFinding.StillServing } e => new EffectView(
                false,
                "The candidate is still being served",
                $"Instance {e.Instance ?? "unknown"} kept serving {e.Candidate} after the order. Stop it at its host: "
                    + "this console only decides, it does not filter traffic.",
                null, e.StableBefore, e.StableAfter),
            RolloutEvent.RollbackEffectNotObserved e => new EffectView(
                false,
                "Nobody was seen to obey",
                e.Instance is null
                    ? "No sender of this deployment was seen alive after the order. Silence is not success."
                    : $"Instance {e.Instance} served the candidate and has not been heard since: not success, silence.",
                null, e.StableBefore, e.StableAfter),
            _ => null,
        })
        .LastOrDefault(effect => effect is not null);

    /// <summary>Zero is no measurement error: the candidate had served nobody since before the order.</summary>
    internal static string Elapsed(long ms) => ms == 0
        ? "In effect at once: nothing was served after the order"
        : $"Time to effect {Moment.Length(TimeSpan.FromMilliseconds(ms))}";
}
