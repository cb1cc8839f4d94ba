namespace Governance.Domain.OnCall;

/// <summary>What taking one step of a ladder comes to.</summary>
internal static class Rung
{
    /// <summary>The step and its page, or exhaustion when the ladder has no steps at all.</summary>
    public static IEnumerable<EscalationEvent> Of(EscalationEvent.EscalationStarted pinned, int step, int round)
    {
        if (pinned.Steps.Count == 0)
            return [new EscalationEvent.EscalationExhausted(round)];
        var rung = pinned.Steps[step - 1];
        return
        [
            new EscalationEvent.EscalationStepStarted(step, round),
            new EscalationEvent.PageRequested(
                rung.Recipient, rung.Channel, step, round, PageKey.Of(pinned.Incident, step, rung.Recipient, round)),
        ];
    }
}
