using Governance.Domain;
using Governance.Domain.Fleet;
using Governance.Domain.Incidents;
using Governance.Domain.Oversight;
using Governance.Domain.Rollouts;
using Governance.Messaging.Handling;
using Governance.Server.Pipeline;
using Governance.Server.Pipeline.Handling;

namespace Governance.Server.Incidents.Correlation;

/// <summary>
/// What is ordered against harm, and what was seen of it, becomes part of every open incident it is meant for. An order
/// whose effect was not observed is a critical incident of its own.
/// </summary>
[MayEmit(
    typeof(IncidentEvent.IncidentDeclared), typeof(IncidentEvent.ContainmentRequested),
    typeof(IncidentEvent.ContainmentEffectObserved), typeof(IncidentEvent.ContainmentEffectNotObserved),
    typeof(DeploymentEvent.Restricted))]
internal static class ContainmentCorrelationHandler
{
    private static readonly StreamOf<Rollout, RolloutEvent> s_rollouts =
        new("rollout", Rollout.Initial, Rollout.Evolve);

    private static readonly StreamOf<Halt, HaltEvent> s_halts = new("halt", Halt.Initial, Halt.Evolve);

    private static readonly StreamOf<Deployment, DeploymentEvent> s_deployments =
        new("deployment", Deployment.Initial, Deployment.Evolve);

    private static readonly Actor s_self = Actor.Part("containment-correlation");

    public static async Task<Contained> LoadAsync(Fact fact, Reading reading, DateTimeOffset now)
    {
        var order = await OrderOfAsync(fact, reading);
        var incidents = new List<(IncidentId, Incident)>(); // Bounded by the restrictions of one deployment.
        foreach (var id in await IncidentsOfAsync(order, reading))
        {
            incidents.Add((id, await reading.ReadAsync(IncidentStreams.Incident, id.Value)));
        }

        var own = IncidentIds.OfStream(order.Stream);
        return new Contained(order, incidents, own, await reading.ReadAsync(IncidentStreams.Incident, own.Value), now);
    }

    public static Effects Handle(RolloutEvent.RollbackOrdered e, Contained on) => Requested(on, e.By);

    public static Effects Handle(HaltEvent.HaltOrdered e, Contained on) => Requested(on, e.By);

    public static Effects Handle(RolloutEvent.RollbackEffectObserved e, Contained on) => Observed(on, e.ElapsedMs);

    public static Effects Handle(HaltEvent.HaltEffectObserved e, Contained on) => Observed(on, e.ElapsedMs);

    public static Effects Handle(RolloutEvent.RollbackEffectNotObserved e, Contained on) =>
        Failed(on, Seen(e, on.Order));

    public static Effects Handle(HaltEvent.HaltEffectNotObserved e, Contained on) => Failed(on, Seen(e, on.Order));

    private static Effects Requested(Contained on, Actor by) =>
        Record(on, new RecordContainmentRequest(on.Order.Action, on.Order.Stream, on.Order.Target, by).Decide);

    private static Effects Observed(Contained on, long elapsedMs) =>
        Record(on, new RecordContainmentEffect(on.Order.Action, on.Order.Stream, elapsedMs).Decide);

    private static Effects Failed(Contained on, string seen)
    {
        var (order, _, id, own, now) = on;
        var decision = new DeclareContainmentFailure(
            new(IncidentText.FitTitle(seen), Severity.Sev1, DetectedBy.Containment, s_self)
            {
                Deployment = order.Deployment,
                DeploymentName = order.DeploymentName,
                Version = order.Version,
                Alarm = Alarm.EffectNotObserved,
            },
            new(order.Action, order.Stream, seen)).Decide(own, now);
        var declared = new Plan<IncidentEvent>(decision, IncidentEffects.Of(id, own, decision));
        return Record(on, new RecordContainmentFailure(order.Action, order.Stream, seen).Decide)
            .And(Effects.Of(IncidentStreams.Incident, id.Value, declared));
    }

    /// <summary>An effect that belongs to no recorded order of an incident is refused there, and rightly so.</summary>
    private static Effects Record(Contained on, Func<Incident, DateTimeOffset, Decision<IncidentEvent>> decide) =>
        on.Incidents.Aggregate(Effects.None, (all, one) => all.And(
            Effects.Of(IncidentStreams.Incident, one.Id.Value, decide(one.State, on.Now))));

    private static async Task<Order> OrderOfAsync(Fact fact, Reading reading)
    {
        if (fact.Event is HaltEvent)
        {
            var halt = (await reading.ReadAsync(s_halts, fact.IdIn(s_halts.Prefix))).Order!;
            return new Order(
                ContainmentAction.Halt, fact.StreamId, halt.Deployment, halt.DeploymentName, null, null);
        }

        var rollout = await reading.ReadAsync(s_rollouts, fact.IdIn(s_rollouts.Prefix));
        var plan = rollout.Plan!;
        return new Order(
            ContainmentAction.Rollback,
            fact.StreamId,
            plan.Deployment,
            plan.DeploymentName,
            plan.Candidate,
            rollout.Incident);
    }

    /// <summary>The incident that caused the order, and every open one that it helps to contain.</summary>
    private static async Task<IEnumerable<IncidentId>> IncidentsOfAsync(Order order, Reading reading)
    {
        var deployment = await reading.ReadAsync(s_deployments, order.Deployment.Value);
        var open = deployment.Restrictions
            .Where(restriction => restriction.Cause is RestrictionCause.Incident)
            .Where(restriction => order.Version is not { } version || restriction.Forbids(version))
            .Select(restriction => new IncidentId(restriction.CauseId));
        return order.Incident is { } cause ? open.Prepend(cause).Distinct() : open;
    }

    private static string Seen(RolloutEvent.RollbackEffectNotObserved e, Order order) =>
        e.Finding is EffectFinding.StillServing
            ? $"{order.Target} is still served after its rollback{Sender(e.Instance)}"
            : $"Nobody can tell whether {order.Target} is still served after its rollback{Sender(e.Instance)}";

    private static string Seen(HaltEvent.HaltEffectNotObserved e, Order order) =>
        e.Finding is EffectFinding.StillServing
            ? $"{order.Target} is still served after the halt{Sender(e.Instance)}"
            : $"Nobody can tell whether {order.Target} obeyed the halt{Sender(e.Instance)}";

    private static string Sender(string? instance) => instance is null ? "" : $", sender {instance}";

    /// <summary>An order with the incidents that it concerns, and the one that its failure would be.</summary>
    internal sealed record Contained(
        Order Order, IReadOnlyList<(IncidentId Id, Incident State)> Incidents, IncidentId Id, Incident Own,
        DateTimeOffset Now);

    /// <summary>What was ordered, and against what.</summary>
    internal sealed record Order(
        ContainmentAction Action,
        string Stream,
        DeploymentId Deployment,
        string DeploymentName,
        ModelVersion? Version,
        IncidentId? Incident)
    {
        internal string Target => Version is { } version ? $"{DeploymentName} {version}" : DeploymentName;
    }
}
