using Governance.Domain;
using Governance.Domain.Incidents;
using Governance.Domain.OnCall;
using Governance.EventSourcing;
using Governance.Server.Pipeline;

namespace Governance.Server.OnCall;

/// <summary>
/// Wakes people for incidents that must not wait, and stops when one of them answers. An acknowledgement made void by a
/// raised severity begins a new round; a page that certainly reached nobody takes the next step at once.
/// </summary>
internal sealed class EscalationRunner(EscalationPlanner planner, OnCallPolicy policy, EventStore store) : IReaction
{
    public string Name => "EscalationRunner";

    public IReadOnlyList<Type> ListensTo { get; } =
    [
        typeof(IncidentEvent.IncidentDeclared),
        typeof(IncidentEvent.SeverityRaised),
        typeof(IncidentEvent.IncidentAcknowledged),
        typeof(IncidentEvent.IncidentResolved),
        typeof(EscalationEvent.PageAttempted),
    ];

    public IReadOnlyList<Type> MayEmit { get; } =
    [
        typeof(EscalationEvent.EscalationStarted),
        typeof(EscalationEvent.EscalationStepStarted),
        typeof(EscalationEvent.PageRequested),
        typeof(EscalationEvent.PageAttempted),
        typeof(EscalationEvent.EscalationPaused),
        typeof(EscalationEvent.EscalationResumed),
        typeof(EscalationEvent.EscalationExhausted),
        typeof(EscalationEvent.EscalationStopped),
    ];

    public async ValueTask ReactAsync(Fact fact, Reacting context)
    {
        switch (fact.Event)
        {
            case IncidentEvent.IncidentDeclared:
                await StartAsync(fact, fact.Position, context);
                break;
            case IncidentEvent.SeverityRaised:
                await StartOrResumeAsync(fact, context);
                break;
            case IncidentEvent.IncidentAcknowledged acknowledged:
                await QuietAsync(fact, new PauseEscalation(acknowledged.By).Decide, context);
                break;
            case IncidentEvent.IncidentResolved:
                await QuietAsync(fact, new StopEscalation("incident resolved").Decide, context);
                break;
            case EscalationEvent.PageAttempted { Final: true, Outcome: PageOutcome.Failed } failed:
                await ClimbAfterAsync(failed, fact.IdIn(OnCallStreams.Escalation.Prefix), context);
                break;
        }
    }

    private Task StartAsync(Fact fact, long number, Reacting context)
    {
        var incident = fact.IdIn(OnCallStreams.Incident.Prefix);
        var start = new StartEscalation(new IncidentId(incident), number, policy.Ladder);
        return context.PlanAsync(
            OnCallStreams.Escalation, incident, from => planner.WakeAsync(from, incident, start.Decide));
    }

    private async Task StartOrResumeAsync(Fact fact, Reacting context)
    {
        var incident = fact.IdIn(OnCallStreams.Incident.Prefix);
        var escalation = await context.ReadAsync(OnCallStreams.Escalation, incident);
        if (escalation.State.Status is EscalationStatus.NotStarted)
        {
            var first = await store.FetchStreamAsync(fact.StreamId, asOfVersion: 1, ct: context.Stopping);
            await StartAsync(fact, first[0].Position, context);
            return;
        }

        var resume = new ResumeEscalation("severity raised");
        await context.PlanAsync(
            OnCallStreams.Escalation, incident, from => planner.WakeAsync(from, incident, resume.Decide));
    }

    private static Task QuietAsync(Fact fact, Func<Escalation, Decision<EscalationEvent>> decide, Reacting context)
    {
        var incident = fact.IdIn(OnCallStreams.Incident.Prefix);
        return context.PlanAsync(
            OnCallStreams.Escalation, incident, from => new(EscalationPlanner.Quiet(incident, decide(from.State))));
    }

    private Task ClimbAfterAsync(EscalationEvent.PageAttempted failed, string incident, Reacting context) =>
        context.PlanAsync(
            OnCallStreams.Escalation,
            incident,
            from => planner.WakeAsync(from, incident, escalation =>
            {
                var page = escalation.Pages[failed.IdempotencyKey];
                return new ClimbLadder(page.Step, page.Round).Decide(escalation);
            }));
}
