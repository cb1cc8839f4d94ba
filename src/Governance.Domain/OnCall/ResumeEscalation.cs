namespace Governance.Domain.OnCall;

/// <summary>The acknowledgement no longer holds, or the incident is not over after all.</summary>
public sealed record ResumeEscalation(string Reason)
{
    /// <summary>
    /// Paging begins again at the first step, in a new round, so that its pages are new pages. A ladder without steps
    /// that is exhausted, or was stopped, has nobody to page anew.
    /// </summary>
    public Decision<EscalationEvent> Decide(Escalation escalation)
    {
        var pageable = escalation.Status is EscalationStatus.Paused
            || (escalation.Status is EscalationStatus.Exhausted or EscalationStatus.Stopped
                && escalation.Pinned!.Steps.Count > 0);
        if (!pageable)
            return Decision.Nothing<EscalationEvent>();
        var resumed = new EscalationEvent.EscalationResumed(Reason);
        return Decision.Append<EscalationEvent>(
            [resumed, .. Rung.Of(escalation.Pinned!, step: 1, escalation.Round + 1)]);
    }
}
