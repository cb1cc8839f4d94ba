using Governance.Domain.Incidents;
using Governance.Domain.OnCall;
using Governance.Messaging.Handling;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.OnCall;

/// <summary>Takes the next step of a ladder when the wait of one is over.</summary>
[MayEmit(
    typeof(EscalationEvent.EscalationStepStarted), typeof(EscalationEvent.EscalationStepSkipped),
    typeof(EscalationEvent.EscalationHeld), typeof(EscalationEvent.PageRequested),
    typeof(EscalationEvent.PageAttempted), typeof(EscalationEvent.EscalationExhausted), typeof(EscalationStep))]
internal static class EscalationStepHandler
{
    public static Waking Load(Subject incident, Escalation escalation, Incident state, Reading reading) =>
        new(incident.Id, escalation, state, reading);

    public static Task<Plan<EscalationEvent>> HandleAsync(
        EscalationStep due, Waking on, EscalationPlanner planner, CancellationToken ct) => planner.WakeAsync(
        on,
        crew => due.Held
            ? new EndHold(due.Step, due.Round, crew).Decide(on.Escalation)
            : new ClimbLadder(due.Step, due.Round, crew).Decide(on.Escalation),
        ct);
}
