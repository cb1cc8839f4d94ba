namespace Governance.Domain.OnCall;

/// <summary>A step is over without an acknowledgement: its time is up, or its page certainly reached nobody.</summary>
public sealed record ClimbLadder(int Step, int Round)
{
    /// <summary>
    /// The next step follows, after the last one the next round, after the last round exhaustion. Who is late (another
    /// step was reached, somebody acknowledged, the incident is over) changes nothing.
    /// </summary>
    public Decision<EscalationEvent> Decide(Escalation escalation)
    {
        if (escalation.Status is not EscalationStatus.Climbing || (escalation.Step, escalation.Round) != (Step, Round))
            return Decision.Nothing<EscalationEvent>();
        var pinned = escalation.Pinned!;
        if (Step < pinned.Steps.Count)
            return Decision.Append<EscalationEvent>([.. Rung.Of(pinned, Step + 1, Round)]);
        return Round < escalation.LastRound
            ? Decision.Append<EscalationEvent>([.. Rung.Of(pinned, 1, Round + 1)])
            : Decision.Append<EscalationEvent>(new EscalationEvent.EscalationExhausted(Round));
    }
}
