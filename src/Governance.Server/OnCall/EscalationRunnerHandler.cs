using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.OnCall;
using Governance.EventSourcing;
using Governance.Messaging.Handling;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.OnCall;

/// <summary>
/// Wakes people for incidents that must not wait, and stops when one of them answers. An acknowledgement made void by a
/// raised severity begins a new round; where a page certainly reached nobody, the person's next way is tried at once,
/// and after the last one the next step.
/// </summary>
[MayEmit(
    typeof(EscalationEvent.EscalationStarted), typeof(EscalationEvent.EscalationStepStarted),
    typeof(EscalationEvent.EscalationStepSkipped), typeof(EscalationEvent.EscalationHeld),
    typeof(EscalationEvent.PageRequested), typeof(EscalationEvent.PageAttempted),
    typeof(EscalationEvent.EscalationPaused), typeof(EscalationEvent.EscalationResumed),
    typeof(EscalationEvent.EscalationExhausted), typeof(EscalationEvent.EscalationStopped), typeof(EscalationStep))]
internal static class EscalationRunnerHandler
{
    public static Waking Load(Subject incident, Escalation escalation, Incident state, Reading reading) =>
        new(incident.Id, escalation, state, reading);

    public static Task<Plan<EscalationEvent>> HandleAsync(
        IncidentEvent.IncidentDeclared declared, Fact fact, Waking on, EscalationPlanner planner,
        CancellationToken ct) =>
        planner.StartAsync(on, fact.Position, ct);

    public static async Task<Plan<EscalationEvent>> HandleAsync(
        IncidentEvent.SeverityRaised raised, Fact fact, Waking on, EscalationPlanner planner, EventStore store,
        CancellationToken ct)
    {
        if (on.Escalation.Status is not EscalationStatus.NotStarted)
            return await planner.WakeAsync(
                on, crew => new ResumeEscalation("severity raised", crew).Decide(on.Escalation), ct);
        var first = await store.FetchStreamAsync(fact.StreamId, asOfVersion: 1, ct: ct);
        return await planner.StartAsync(on, first[0].Position, ct);
    }

    public static Plan<EscalationEvent> Handle(IncidentEvent.IncidentAcknowledged acknowledged, Waking on) =>
        EscalationPlanner.Quiet(on, new PauseEscalation(acknowledged.By).Decide(on.Escalation));

    public static Plan<EscalationEvent> Handle(IncidentEvent.IncidentResolved resolved, Waking on) =>
        EscalationPlanner.Quiet(on, new StopEscalation("incident resolved").Decide(on.Escalation));

    public static Plan<EscalationEvent> Handle(IncidentEvent.IncidentDismissed dismissed, Waking on) =>
        EscalationPlanner.Quiet(on, new StopEscalation("incident dismissed").Decide(on.Escalation));

    public static Plan<EscalationEvent> Handle(IncidentEvent.IncidentMerged merged, Waking on) =>
        EscalationPlanner.Quiet(on, new StopEscalation("incident merged").Decide(on.Escalation));

    public static Task<Plan<EscalationEvent>> HandleAsync(
        IncidentEvent.IncidentUnmerged unmerged, Waking on, EscalationPlanner planner, CancellationToken ct) =>
        planner.WakeAsync(
            on, crew => new ResumeEscalation("incident unmerged", crew).Decide(on.Escalation), ct);

    public static Task<Plan<EscalationEvent>> HandleAsync(
        IncidentEvent.AckExpired expired, Waking on, EscalationPlanner planner, CancellationToken ct) =>
        planner.WakeAsync(
            on, crew => new ContinueEscalation("acknowledgement expired", crew).Decide(on.Escalation), ct);

    public static Task<Plan<EscalationEvent>> HandleAsync(
        IncidentEvent.IncidentReopened reopened, Waking on, EscalationPlanner planner, CancellationToken ct) =>
        planner.WakeAsync(
            on, crew => new ResumeEscalation("incident reopened", crew).Decide(on.Escalation), ct);

    public static Task<Plan<EscalationEvent>> HandleAsync(
        EscalationEvent.EscalationExhausted exhausted, Waking on, EscalationPlanner planner, OnCallPolicy policy,
        CancellationToken ct) =>
        planner.WakeAsync(on, _ => policy.Fallback.Decide(on.Escalation), ct);

    public static async Task<Plan<EscalationEvent>> HandleAsync(
        EscalationEvent.PageAttempted attempt, Waking on, EscalationPlanner planner, CancellationToken ct) =>
        attempt is { Final: true, Outcome: PageOutcome.Failed }
            ? await planner.WakeAsync(
                on, crew => new TryNextWay(attempt.IdempotencyKey, crew).Decide(on.Escalation), ct)
            : Decision.Nothing<EscalationEvent>();
}
