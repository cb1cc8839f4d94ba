using Governance.Domain.OnCall.Ladders;

namespace Governance.Domain.OnCall;

/// <summary>A page certainly reached nobody.</summary>
public sealed record TryNextWay(string IdempotencyKey, Crew Crew)
{
    /// <summary>
    /// The person's next way is tried at once; when everybody of the step is out of ways, the next step follows at
    /// once.
    /// </summary>
    public Decision<EscalationEvent> Decide(Escalation escalation)
    {
        if (escalation.Status is not EscalationStatus.Climbing
            || !escalation.Pages.TryGetValue(IdempotencyKey, out var page)
            || page is not { Final: true, Outcome: PageOutcome.Failed }
            || (page.Step, page.Round) != (escalation.Step, escalation.Round))
            return Decision.Nothing<EscalationEvent>();
        var callee = escalation.Callees.FirstOrDefault(one => one.Recipient == page.Recipient);
        if (callee is not null && page.Way < callee.Ways.Count)
        {
            var next = Rung.Page(escalation.Pinned!, callee, page.Step, page.Round, page.Way + 1);
            return escalation.Pages.ContainsKey(next.IdempotencyKey)
                ? Decision.Nothing<EscalationEvent>()
                : Decision.Append<EscalationEvent>(next);
        }

        return escalation.Pages.Values.Any(other => IsOpen(other, page))
            ? Decision.Nothing<EscalationEvent>()
            : new ClimbLadder(page.Step, page.Round, Crew).Decide(escalation);

        bool IsOpen(Page other, Page failed) => (other.Step, other.Round) == (failed.Step, failed.Round)
            && other is not { Final: true, Outcome: PageOutcome.Failed };
    }
}
