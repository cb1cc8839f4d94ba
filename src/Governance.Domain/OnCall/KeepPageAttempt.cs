namespace Governance.Domain.OnCall;

/// <summary>An attempt to deliver a page was made.</summary>
public sealed record KeepPageAttempt(
    string IdempotencyKey, int Attempt, PageOutcome Outcome, int? StatusCode, bool Final)
{
    /// <summary>Each attempt is kept once, also when the escalation is over by then.</summary>
    public Decision<EscalationEvent> Decide(Escalation escalation)
    {
        if (!escalation.Pages.TryGetValue(IdempotencyKey, out var page))
            return new NoSuchPage(IdempotencyKey);
        return Attempt <= page.Attempts
            ? Decision.Nothing<EscalationEvent>()
            : Decision.Append<EscalationEvent>(
                new EscalationEvent.PageAttempted(IdempotencyKey, Attempt, Outcome, StatusCode, Final));
    }
}
