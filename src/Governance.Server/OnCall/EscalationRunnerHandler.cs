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
/// raised severity begins a new round; a page that certainly reached nobody takes the next step at once.
/// </summary>
[MayEmit(
    typeof(EscalationEvent.EscalationStarted), typeof(EscalationEvent.EscalationStepStarted),
    typeof(EscalationEvent.PageRequested), typeof(EscalationEvent.PageAttempted),
    typeof(EscalationEvent.EscalationPaused), typeof(EscalationEvent.EscalationResumed),
    typeof(EscalationEvent.EscalationExhausted), typeof(EscalationEvent.EscalationStopped), typeof(EscalationStep))]
internal static class EscalationRunnerHandler
{
    public static Waking Load(Subject incident, Escalation escalation, Incident state, DateTimeOffset now) =>
        new(incident.Id, escalation, state, now);

    public static Plan<EscalationEvent> Handle(
        IncidentEvent.IncidentDeclared declared, Fact fact, Waking on, EscalationPlanner planner,
        OnCallPolicy policy) =>
        planner.Wake(on, Start(on, fact.Position, policy).Decide);

    public static async Task<Plan<EscalationEvent>> HandleAsync(
        IncidentEvent.SeverityRaised raised, Fact fact, Waking on, EscalationPlanner planner, OnCallPolicy policy,
        EventStore store, CancellationToken ct)
    {
        if (on.Escalation.Status is not EscalationStatus.NotStarted)
            return planner.Wake(on, new ResumeEscalation("severity raised").Decide);
        var first = await store.FetchStreamAsync(fact.StreamId, asOfVersion: 1, ct: ct);
        return planner.Wake(on, Start(on, first[0].Position, policy).Decide);
    }

    public static Plan<EscalationEvent> Handle(IncidentEvent.IncidentAcknowledged acknowledged, Waking on) =>
        EscalationPlanner.Quiet(on, new PauseEscalation(acknowledged.By).Decide(on.Escalation));

    public static Plan<EscalationEvent> Handle(IncidentEvent.IncidentResolved resolved, Waking on) =>
        EscalationPlanner.Quiet(on, new StopEscalation("incident resolved").Decide(on.Escalation));

    public static Plan<EscalationEvent> Handle(IncidentEvent.IncidentDismissed dismissed, Waking on) =>
        EscalationPlanner.Quiet(on, new StopEscalation("incident dismissed").Decide(on.Escalation));

    public static Plan<EscalationEvent> Handle(IncidentEvent.IncidentMerged merged, Waking on) =>
        EscalationPlanner.Quiet(on, new StopEscalation("incident merged").Decide(on.Escalation));

    public static Plan<EscalationEvent> Handle(
        IncidentEvent.IncidentUnmerged unmerged, Waking on, EscalationPlanner planner) =>
        planner.Wake(on, new ResumeEscalation("incident unmerged").Decide);

    public static Plan<EscalationEvent> Handle(
        IncidentEvent.AckExpired expired, Waking on, EscalationPlanner planner) =>
        planner.Wake(on, new ResumeEscalation("acknowledgement expired").Decide);

    public static Plan<EscalationEvent> Handle(
        IncidentEvent.IncidentReopened reopened, Waking on, EscalationPlanner planner) =>
        planner.Wake(on, new ResumeEscalation("incident reopened").Decide);

    public static Plan<EscalationEvent> Handle(
        EscalationEvent.PageAttempted attempt, Waking on, EscalationPlanner planner)
    {
        if (attempt is not { Final: true, Outcome: PageOutcome.Failed })
            return Decision.Nothing<EscalationEvent>();
        var page = on.Escalation.Pages[attempt.IdempotencyKey];
        return planner.Wake(on, new ClimbLadder(page.Step, page.Round).Decide);
    }

    private static StartEscalation Start(Waking on, long number, OnCallPolicy policy) =>
        new(new IncidentId(on.Id), number, policy.Ladder);
}
