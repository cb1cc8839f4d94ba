namespace Governance.Domain.OnCall;

/// <summary>The incident is over.</summary>
public sealed record StopEscalation(string Reason)
{
    /// <summary>A stopped escalation stays stopped; one that never began has nothing to stop.</summary>
    public Decision<EscalationEvent> Decide(Escalation escalation) =>
        escalation.Status is EscalationStatus.NotStarted or EscalationStatus.Stopped
            ? Decision.Nothing<EscalationEvent>()
            : Decision.Append<EscalationEvent>(new EscalationEvent.EscalationStopped(Reason));
}
