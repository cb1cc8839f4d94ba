using Governance.Domain;
using Governance.Domain.Clocks;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.EventSourcing;
using Governance.Messaging.Handling;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Clocks;

/// <summary>
/// Follows incidents: one that must not wait is to be classified in time where the organisation stands under any
/// regime, and a resolution ends intermediate reports and begins final ones.
/// </summary>
[MayEmit(
    typeof(RegulatoryClockEvent.ClassificationAwaited), typeof(RegulatoryClockEvent.ClockStarted),
    typeof(RegulatoryClockEvent.ClockEnded), typeof(DeploymentEvent.Restricted), typeof(DeploymentEvent.Released),
    typeof(ClockTick))]
internal static class ClockKeeperHandler
{
    public static Keeping Load(Subject subject, RegulatoryClocks clocks, Incident incident, DateTimeOffset now) =>
        new(new IncidentId(subject.Id), clocks, incident, now);

    public static Plan<RegulatoryClockEvent> Handle(
        IncidentEvent.IncidentDeclared declared, Fact fact, Keeping on, ClockRules rules) =>
        Await(on, fact.Position, fact.At, declared.Severity, rules);

    public static async Task<Plan<RegulatoryClockEvent>> HandleAsync(
        IncidentEvent.SeverityRaised raised, Fact fact, Keeping on, ClockRules rules, EventStore store,
        CancellationToken ct)
    {
        var first = await store.FetchStreamAsync(fact.StreamId, asOfVersion: 1, ct: ct);
        return Await(on, first[0].Position, first[0].At, raised.To, rules);
    }

    public static Plan<RegulatoryClockEvent> Handle(
        IncidentEvent.IncidentResolved resolved, Fact fact, Keeping on, ClockRules rules) =>
        on.Plan(new FollowResolution(fact.At, rules.Pack, rules.Calendar).Decide(on.Clocks, on.Now));

    private static Plan<RegulatoryClockEvent> Await(
        Keeping on, long number, DateTimeOffset declaredAt, Severity severity, ClockRules rules)
    {
        var waits = rules.Standing.Count > 0
            && !Severity.Sev3.IsWorseThan(severity)
            && !Alarm.IsOfClocks(on.Incident.Declaration?.Alarm);
        return waits
            ? on.Plan(new AwaitClassification(number, declaredAt, rules.ClassifyWithin).Decide(on.Clocks, on.Now))
            : Decision.Nothing<RegulatoryClockEvent>();
    }
}

/// <summary>What a decision that follows an incident is made from.</summary>
internal sealed record Keeping(IncidentId Id, RegulatoryClocks Clocks, Incident Incident, DateTimeOffset Now)
{
    /// <summary>The decision with what joins it.</summary>
    public Plan<RegulatoryClockEvent> Plan(Decision<RegulatoryClockEvent> decision) =>
        ClockTimers.Plan(Id, Incident, Clocks, decision, Now);
}
