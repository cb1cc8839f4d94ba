namespace Governance.Domain.OnCall;

/// <summary>Somebody acknowledged the incident.</summary>
public sealed record PauseEscalation(Actor By)
{
    /// <summary>Nobody else is woken; an exhausted ladder is answered too.</summary>
    public Decision<EscalationEvent> Decide(Escalation escalation) =>
        escalation.Status is EscalationStatus.Climbing or EscalationStatus.Exhausted
            ? Decision.Append<EscalationEvent>(new EscalationEvent.EscalationPaused(By))
            : Decision.Nothing<EscalationEvent>();
}
