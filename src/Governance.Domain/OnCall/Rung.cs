using Governance.Domain.OnCall.Ladders;

namespace Governance.Domain.OnCall;

/// <summary>What taking a step comes to: one that can page nobody now is passed over, and said so.</summary>
/// <param name="LastRound">The round after which the ladder is exhausted.</param>
internal sealed record Rung(EscalationEvent.EscalationStarted Pinned, Crew Crew, int LastRound)
{
    /// <summary>The step and its pages, those after it while they page nobody, or exhaustion.</summary>
    /// <param name="giveUpAt">When a hold of this very step ends; null when it is not held yet.</param>
    public IEnumerable<EscalationEvent> Take(int step, int round, DateTimeOffset? giveUpAt = null)
    {
        for (; ; step++, giveUpAt = null)
        {
            if (step > Pinned.Steps.Count)
                (step, round) = (1, round + 1);
            if (Pinned.Steps.Count == 0 || round > LastRound)
            {
                yield return new EscalationEvent.EscalationExhausted(Math.Min(round, LastRound));
                yield break;
            }

            var (taken, stays) = At(step, round, giveUpAt);
            foreach (var fact in taken)
                yield return fact;
            if (stays)
                yield break;
        }
    }

    private (IReadOnlyList<EscalationEvent> Facts, bool Stays) At(int step, int round, DateTimeOffset? giveUpAt)
    {
        var (named, reach) = (Pinned.Steps[step - 1], Crew.Steps[step - 1]);
        if (reach.Closed)
            return ([new EscalationEvent.EscalationStepSkipped(step, round, "outside the hours of the step")], false);
        if (named.Kind is StepKind.Wait)
            return ([new EscalationEvent.EscalationStepStarted(step, round)], true);
        if (reach.Callees.Count > 0)
            return ([.. Pages(step, round, reach)], true);
        var until = giveUpAt ?? Crew.Now + TimeSpan.FromSeconds(named.HoldSecondsMax ?? 0);
        if (until <= Crew.Now)
            return ([new EscalationEvent.EscalationStepSkipped(step, round, "nobody is on call")], false);
        var next = reach.NextCover is { } cover && cover > Crew.Now && cover < until ? cover : until;
        return ([new EscalationEvent.EscalationHeld(step, round, next, until)], true);
    }

    private IEnumerable<EscalationEvent> Pages(int step, int round, Reach reach)
    {
        yield return new EscalationEvent.EscalationStepStarted(step, round) { Callees = reach.Callees };
        foreach (var callee in reach.Callees)
            yield return Page(Pinned, callee, step, round, way: 1);
    }

    /// <summary>The page of one person by one of their ways, counted from 1.</summary>
    public static EscalationEvent.PageRequested Page(
        EscalationEvent.EscalationStarted pinned, Callee callee, int step, int round, int way) =>
        new(
            callee.Recipient, callee.Ways[way - 1].Channel, step, round,
            PageKey.Of(pinned.Incident, step, callee.Recipient, round, way))
        {
            Contact = callee.Ways[way - 1].Contact,
            Way = way,
        };
}
