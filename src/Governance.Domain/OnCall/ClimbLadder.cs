using Governance.Domain.OnCall.Ladders;

namespace Governance.Domain.OnCall;

/// <summary>A step is over without an acknowledgement: its time is up, or its pages certainly reached nobody.</summary>
public sealed record ClimbLadder(int Step, int Round, Crew Crew)
{
    /// <summary>
    /// The next step follows, after the last one the next round, after the last round exhaustion. Who is late (another
    /// step was reached, somebody acknowledged, the incident is over) changes nothing.
    /// </summary>
    public Decision<EscalationEvent> Decide(Escalation escalation)
    {
        var waits = escalation is { Status: EscalationStatus.Climbing, Held: null }
            && (escalation.Step, escalation.Round) == (Step, Round);
        return waits
            ? Decision.Append<EscalationEvent>(
                [.. new Rung(escalation.Pinned!, Crew, escalation.LastRound).Take(Step + 1, Round)])
            : Decision.Nothing<EscalationEvent>();
    }
}

/// <summary>A hold is over: somebody should be on call now, or it has lasted long enough.</summary>
public sealed record EndHold(int Step, int Round, Crew Crew)
{
    /// <summary>
    /// The step is taken by whoever is on call now; while nobody is, it is held on until its maximum, and then passed
    /// over.
    /// </summary>
    public Decision<EscalationEvent> Decide(Escalation escalation) =>
        escalation is { Status: EscalationStatus.Climbing, Held: { } held }
        && (escalation.Step, escalation.Round) == (Step, Round)
        && held.Until <= Crew.Now
            ? Decision.Append<EscalationEvent>(
                [.. new Rung(escalation.Pinned!, Crew, escalation.LastRound).Take(Step, Round, held.GiveUpAt)])
            : Decision.Nothing<EscalationEvent>();
}
