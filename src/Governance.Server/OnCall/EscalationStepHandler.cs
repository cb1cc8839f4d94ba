using Governance.Domain.Incidents;
using Governance.Domain.OnCall;
using Governance.Messaging.Handling;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.OnCall;

/// <summary>Takes the next step of a ladder when the wait of one is over.</summary>
[MayEmit(
    typeof(EscalationEvent.EscalationStepStarted), typeof(EscalationEvent.PageRequested),
    typeof(EscalationEvent.PageAttempted), typeof(EscalationEvent.EscalationExhausted), typeof(EscalationStep))]
internal static class EscalationStepHandler
{
    public static Waking Load(Subject incident, Escalation escalation, Incident state, DateTimeOffset now) =>
        new(incident.Id, escalation, state, now);

    public static Plan<EscalationEvent> Handle(EscalationStep due, Waking on, EscalationPlanner planner) =>
        planner.Wake(on, new ClimbLadder(due.Step, due.Round).Decide);
}
